// Trains a preset in the built page in Chromium for some minutes, as a person who presses play and watches, and
// prints a row for each pass over the training data: what it took, and the accuracy on the whole test split.
// Run `npm run build` and `npm run dataset` first, then
//   node tools/run.mjs tools/bench/pageTraining.ts [--preset ID] [--seed N] [--minutes M] [--engine ID]
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { launchChromium } from '../launchChromium.ts';

const { values } = parseArgs({
  options: {
    preset: { type: 'string', default: 'convnetjs-cifar10' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    engine: { type: 'string', default: 'auto' },
  },
});

const server = await preview({ logLevel: 'error', preview: { host: '127.0.0.1', open: false } });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const { preset, seed, engine } = values;
const link = new URLSearchParams({ preset, data: 'cifar10', seed, engine, evaluateWholeEvery: '0' });
await page.goto(`${server.resolvedUrls!.local[0]}#${link}`);

/** Seconds that training and the test at its end took, and how the run then stood. */
const epoch = () =>
  page.evaluate(async () => {
    const { playground } = window;
    await playground.ready;
    const began = performance.now();
    const { step, examples } = await playground.start({ epochs: 1 });
    const trained = performance.now();
    const { accuracy, loss, examples: tested } = await playground.evaluate({ split: 'test' });
    const seconds = (performance.now() - began) / 1000;
    return { step, images: examples, trained: (trained - began) / 1000, seconds, accuracy, loss, tested };
  });

console.log(
  `${preset}, seed ${seed}: ${await page.evaluate(async () => {
    const { playground } = window;
    await playground.ready;
    const { backend, adapter } = playground.status();
    return `${backend}, ${adapter}; ${playground.dataset().train} training images`;
  })}`,
);
console.log('| step | images | minutes | seconds an epoch | of all test images right | loss |');
console.log('|---:|---:|---:|---:|---:|---:|');
let seconds = 0;
while (seconds < 60 * Number(values.minutes)) {
  const row = await epoch();
  seconds += row.seconds;
  const cells = [
    row.step.toLocaleString('en'),
    row.images.toLocaleString('en'),
    (seconds / 60).toFixed(1),
    row.trained.toFixed(1),
    `${(100 * row.accuracy).toFixed(2)} % of ${row.tested.toLocaleString('en')}`,
    row.loss.toFixed(3),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
await browser.close();
await server.close();
