// Scripting in the real page: every example of docs/scripting.md runs as it is written, in order, and a
// run on each engine agrees with the reference.
import { readFileSync } from 'node:fs';
import { expect, linkTo, lossesOf, statusOf, test } from './playground.ts';

/** The examples of the document, each with the heading it stands under. */
const examples = readFileSync('docs/scripting.md', 'utf8')
  .split(/^### /m)
  .slice(1)
  .flatMap((section) => {
    const name = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => ({ name, code }));
  });

test('every documented example runs', async ({ open }) => {
  const page = await open(linkTo());
  expect(examples.length).toBeGreaterThan(25);
  for (const { name, code } of examples) {
    const outcome = await page.evaluate(`(async () => { ${code} })().then(() => 'ran', String)`);
    expect(`${name}: ${outcome}`).toBe(`${name}: ran`);
  }
});

test('every engine computes, and first losses are those of the reference engine', async ({ open }) => {
  const losses: number[][] = [];
  for (const engine of ['webgpu', 'wasm', 'reference']) {
    const page = await open(linkTo({ engine, batch: 16 }));
    expect((await statusOf(page)).backend).toBe(engine);
    await page.evaluate(() => window.playground.start({ steps: 10 }));
    losses.push(await lossesOf(page));
  }
  const reference = losses[2];
  expect(reference).toHaveLength(10);
  for (const engine of losses.slice(0, 2))
    for (const [step, loss] of reference.entries())
      expect(Math.abs(engine[step] - loss) / loss, `step ${step + 1}`).toBeLessThan(1e-3);
});

test('errors reach the script with a sentence, and nothing has changed', async ({ open }) => {
  const page = await open();
  const [message, name] = await page.evaluate(async () => {
    const broken = window.playground.network();
    Object.assign(broken.layers[0], { kernel: 5, stride: 4, padding: 0, rounding: 'exact' });
    const said = await window.playground.setNetwork(broken).then(
      () => '',
      (error: Error) => error.message,
    );
    return [said, window.playground.network().name];
  });
  expect(message).toBe('the network has an error at conv1: (32 - 5 + 2*0)/4 + 1 = 7.75 is not whole');
  expect(name).toBe('tiny');
});
