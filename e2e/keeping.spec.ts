// What was learned survives a reload: the run is kept in the browser, offered where the page opens on the same
// net, data and seed, and goes on exactly.
import type { Page } from 'playwright';
import { expect, linkTo, lossesOf, patience, statusOf, test } from './playground.ts';

/** The step of the run that the browser has kept, or null. */
const keptStep = (page: Page): Promise<number | null> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // To open it before the page has would make it, empty.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'keyval-store')) return null;
    const database = await answer(indexedDB.open('keyval-store'));
    const about = await answer(database.transaction('keyval').objectStore('keyval').get('kept run'));
    database.close();
    return (about?.step as number | undefined) ?? null;
  });

const offer = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true });

async function openAgain(page: Page, link?: string): Promise<void> {
  if (link) await page.evaluate((hash) => history.replaceState(null, '', `#${hash}`), link);
  await page.reload();
  await page.evaluate(() => window.playground.ready);
}

test('a run goes on after a reload as if there had been none', async ({ open }) => {
  const page = await open(linkTo({ engine: 'wasm' }));
  await page.evaluate(() => window.playground.start({ steps: 30 }));
  const straight = (await lossesOf(page)).slice(20);
  await page.evaluate(() => window.playground.reset());
  await page.evaluate(() => window.playground.start({ steps: 20 }));
  await expect.poll(() => keptStep(page), patience).toBe(20);

  await openAgain(page);
  expect((await statusOf(page)).step).toBe(0);
  await page.getByText('up to step 20.').waitFor();
  await offer(page).press('Enter');
  await expect.poll(async () => (await statusOf(page)).step, patience).toBe(20);
  await offer(page).waitFor({ state: 'detached' });
  await page.evaluate(() => window.playground.start({ steps: 10 }));
  expect(await lossesOf(page)).toEqual(straight);
});

test('it is offered for the same seed alone, until another run begins, which does not replace it at once', async ({
  open,
}) => {
  const page = await open(linkTo({ engine: 'wasm', seed: 5 }));
  await page.evaluate(() => window.playground.start({ steps: 3 }));
  await expect.poll(() => keptStep(page), patience).toBe(3);

  await openAgain(page, linkTo({ engine: 'wasm', seed: 6 }));
  expect((await statusOf(page)).seed).toBe(6);
  expect(await offer(page).count()).toBe(0);

  await openAgain(page, linkTo({ engine: 'wasm', seed: 5 }));
  await offer(page).waitFor();
  await page.evaluate(() => window.playground.start({ steps: 1 }));
  await offer(page).waitFor({ state: 'detached' });
  await openAgain(page);
  await page.getByText('up to step 3.').waitFor();
});
