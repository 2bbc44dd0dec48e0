// The main job in the real page: train, save, come back, go on; memory as predicted; another engine when
// the device is lost.
import type { CDPSession } from 'playwright';
import { engines, expect, linkTo, lossesOf, statusOf, test, tinyNet } from './playground.ts';

test('a first visit is ready, and trains on real images', async ({ open }) => {
  const page = await open('');
  const wanted = await page.evaluate(async () => {
    const list = await window.playground.datasets();
    return list.find(({ id }) => id === 'cifar10')?.available ? 'cifar10' : 'cifar10-mini';
  });
  expect(await page.evaluate(() => window.playground.dataset().id)).toBe(wanted);
  expect(await statusOf(page)).toMatchObject({ state: 'idle', step: 0, backend: 'wasm' });
  const after = await page.evaluate(() => window.playground.start({ steps: 3 }));
  expect(after).toMatchObject({ state: 'paused', step: 3, examples: 96 });
  expect(after.loss).toBeGreaterThan(1.5);
  expect(after.loss).toBeLessThan(3.5);
  expect(await lossesOf(page)).toHaveLength(3);
});

test('while kernels are compiled, their number stands beside the run', async ({ open }) => {
  const page = await open();
  // The panel is fetched while the engine opens, and may come after it.
  await page.locator('#run-title').waitFor();
  const shown = await page.evaluate(async () => {
    const label = document.querySelector('#run-title + .lab')!;
    const texts: string[] = [];
    const note = () => texts.push(label.textContent ?? '');
    new MutationObserver(note).observe(label, { subtree: true, childList: true, characterData: true });
    await window.playground.setBackend('webgpu');
    return texts;
  });
  expect(shown.filter((text) => /^compiling \d+ of \d+ kernels$/.test(text)).length).toBeGreaterThan(2);
  expect(shown.at(-1)).toBe('not started');
});

test('ten predictions stand beside the ledger', async ({ open }) => {
  const page = await open('data=cifar10-mini');
  const answers = page.getByRole('button', { name: /^Test image \d+, / });
  await answers.first().waitFor();
  expect(await answers.count()).toBe(10);
});

test.for(engines)('a link with autostart trains by itself: %s', async (engine, { open }) => {
  const page = await open(linkTo({ engine, autostart: 1 }));
  await page.waitForFunction(() => window.playground.status().step >= 3);
  expect(await page.evaluate(() => window.playground.pause())).toMatchObject({ state: 'paused' });
});

test.for(engines)(
  'ten steps equal five, a save, a new page, a load and five: %s',
  async (engine, { open }) => {
    const page = await open(linkTo({ engine }));
    const file = await page.evaluate(async () => {
      await window.playground.start({ steps: 5 });
      const saved = await window.playground.save();
      await window.playground.start({ steps: 5 });
      return [...new Uint8Array(await saved.arrayBuffer())];
    });
    const straight = await lossesOf(page);
    const weight = () => window.playground.tensor('fc1.weight').then(({ data }) => [...data]);
    const straightWeight = await page.evaluate(weight);

    const again = await open(linkTo({ engine, seed: 99 }));
    const loaded = await again.evaluate(
      (bytes) => window.playground.load(new Blob([new Uint8Array(bytes)])),
      file,
    );
    expect(loaded).toMatchObject({ step: 5, seed: 3, state: 'paused' });
    await again.evaluate(() => window.playground.start({ steps: 5 }));
    expect(await lossesOf(again)).toEqual(straight.slice(5));
    expect(await again.evaluate(weight)).toEqual(straightWeight);
  },
);

test('a reload keeps net, settings, data and seed, and a seed repeats a run', async ({ open }) => {
  const page = await open();
  await page.evaluate(async () => {
    await window.playground.setNetwork('linear');
    await window.playground.setTraining({ batch: 8, evaluateEvery: 0 });
    await window.playground.reset(41);
    await window.playground.start({ steps: 4 });
  });
  const losses = await lossesOf(page);
  await page.waitForFunction(() => location.hash.includes('seed=41') && location.hash.includes('batch=8'));
  await page.reload();
  await page.evaluate(() => window.playground.ready);
  expect(await page.evaluate(() => window.playground.network().name)).toBe('Linear classifier');
  expect(await page.evaluate(() => window.playground.dataset().id)).toBe('shapes');
  await page.evaluate(() => window.playground.start({ steps: 4 }));
  expect(await lossesOf(page)).toEqual(losses);
});

test.for(engines)('predicted bytes are the allocated bytes, kind by kind: %s', async (engine, { open }) => {
  const branches = [
    [{ type: 'conv', filters: 3, kernel: 3, padding: 1 }, { type: 'relu' }],
    [{ type: 'pool', kernel: 3, stride: 1, padding: 1 }],
    [],
  ];
  const block = { type: 'parallel', merge: 'concat', branches };
  const nets = [tinyNet, { ...tinyNet, layers: [...tinyNet.layers.slice(0, 3), block, { type: 'fc' }] }];
  const page = await open(linkTo({ engine }));
  for (const optimiser of ['sgd', 'adam'] as const)
    for (const net of nets) {
      const memory = await page.evaluate(
        async ([document, name]) => {
          await window.playground.setNetwork(document);
          await window.playground.setTraining({ optimiser: name, batch: 20 });
          await window.playground.tensor('fc1.weight');
          return window.playground.report().memory!;
        },
        [net, optimiser] as const,
      );
      const { predicted, inspection, allocated, inspectionHeld } = memory;
      expect(inspectionHeld).toBe(inspection.total);
      for (const kind of Object.keys(predicted) as (keyof typeof predicted)[])
        expect(predicted[kind] + inspection[kind], `${optimiser} ${kind}`).toBe(allocated![kind]);
    }
});

test('a value that is not finite stops the run and is named', async ({ open }) => {
  const page = await open(linkTo({ learningRate: 10, l2: 1, momentum: 0.999 }));
  const message = await page.evaluate(() =>
    window.playground.start({ steps: 5000 }).then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(message).toMatch(/^step \d+ gave a value that is not finite; it first appeared in \w+ of \w+$/);
  expect((await statusOf(page)).state).toBe('failed');
});

test('a lost device is replaced and training goes on', async ({ open, browser, visits }) => {
  const page = await open(linkTo({ engine: 'webgpu' }));
  const training = page.evaluate(() => {
    const seen: { reason: string; step: number }[] = [];
    window.playground.on('recovered', (event) => seen.push(event));
    return window.playground.start({ steps: 60 }).then((status) => ({ status, seen }));
  });
  await page.waitForFunction(() => window.playground.status().step >= 5);
  const session: CDPSession = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => {});
  const { status, seen } = await training;
  expect(seen).toHaveLength(1);
  expect(status.state).toBe('paused');
  expect(status.step).toBeGreaterThanOrEqual(60);
  expect(await lossesOf(page)).toHaveLength(status.step);
  await page
    .getByRole('button', { name: /^Engine: WebGPU/ })
    .getByText('recovered')
    .waitFor();
  // The browser itself tells of the crash in the console.
  for (const visit of visits) visit.problems.length = 0;
});
