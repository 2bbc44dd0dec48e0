// A net with auxiliary heads in the real page: the loss of each stands beside the net's own.
import { expect, linkTo, test, tinyNet } from './playground.ts';

test('losses of heads are drawn, printed and spoken', async ({ open }) => {
  const [conv, relu, pool, fc] = tinyNet.layers;
  const head = { type: 'parallel', merge: 'head', branches: [[], [fc]] };
  const page = await open(
    linkTo({ net: JSON.stringify({ ...tinyNet, layers: [conv, relu, head, pool, fc] }) }),
  );
  const told = page.locator('[data-value=heads]');
  expect(await told.isVisible()).toBe(false);
  await page.evaluate(() => window.playground.start({ steps: 1 }));
  const { heads } = await page.evaluate(() => window.playground.history()[0]);
  const loss = heads!['block1.head2'].toFixed(3);
  await expect.poll(() => told.textContent()).toBe(`thin lines: block1.head2 ${loss}`);
  const cursor = page.getByRole('slider', { name: 'Cursor of the loss and accuracy charts' });
  expect(await cursor.getAttribute('aria-valuetext')).toContain(`loss of block1.head2 ${loss}`);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  expect(await page.getByRole('columnheader', { name: 'loss of block1.head2' }).count()).toBe(1);
});
