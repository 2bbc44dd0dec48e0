// Draws how the filters of the first layer form: trains the default net on CIFAR-10 from a seed and writes
// docs/images/filters.svg, one row of filters for each of some steps, in the colours of the page.
//   node tools/run.mjs tools/filmStrip.ts [--seed N]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import { rgbPixels } from '../app/draw/pixels.ts';
import { filterSlice } from '../app/draw/slices.ts';
import { presets } from '../engine/spec/presets/index.ts';
import { evaluate } from '../engine/train/evaluate.ts';
import { Run } from '../engine/train/run.ts';
import { loadDatasetFromDisk } from './nodeDataset.ts';
import { openEngine } from './train/openEngine.ts';

const stepsShown = [0, 100, 500, 2_000, 6_000, 20_000];
const stepsAtOnce = 100;
const file = 'docs/images/filters.svg';

/** Sizes in pixels of the picture. */
const cell = 40;
const gap = 6;
const captionWidth = 176;

interface Frame {
  step: number;
  accuracy: number;
  /** Largest weight by size: it has the strongest colour of its row. */
  max: number;
  weights: Float32Array;
}

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const { network, training } = presets[0];
const { backend } = await openEngine('wasm');
const dataset = await loadDatasetFromDisk('cifar10');
const run = await Run.create({ backend, network, training, dataset, seed: Number(values.seed) });
const parameter = run.plan.parameters.find(({ layer, shape }) => layer === 'conv1' && shape.length === 4)!;

async function frameNow(): Promise<Frame> {
  const [weights] = (await run.read([parameter.name])) as Float32Array[];
  const { accuracy } = (await evaluate(run, 'test'))!;
  return { step: run.step, accuracy, max: Math.max(...weights.map(Math.abs)), weights };
}

/** One filter as a PNG in an address. */
function filterAddress({ weights, max }: Frame, filter: number): string {
  const planes = [0, 1, 2].map((input) => filterSlice(parameter.shape, filter, input));
  const { width, height, data } = rgbPixels(weights, planes, max);
  const png = new PNG({ width, height });
  png.data = Buffer.from(data);
  return `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
}

function rowOf(frame: Frame, row: number): string {
  const y = row * (cell + gap);
  const filters = Array.from({ length: parameter.shape[3] }, (_, filter) => {
    const x = captionWidth + filter * (cell + gap);
    return `<image x="${x}" y="${y}" width="${cell}" height="${cell}" href="${filterAddress(frame, filter)}"/>`;
  });
  const caption = `<text x="0" y="${y + 17}">step ${frame.step.toLocaleString('en')}</text>`;
  const figures = `<text x="0" y="${y + 33}" class="minor">${(100 * frame.accuracy).toFixed(1)} % right, scale ±${frame.max.toFixed(2)}</text>`;
  return [caption, figures, ...filters].join('\n');
}

const frames: Frame[] = [];
for (const step of stepsShown) {
  while (run.step < step) {
    await run.queue(Math.min(stepsAtOnce, step - run.step));
    const { halted } = await run.collect();
    if (halted) throw new Error(`a value was not finite after step ${run.step}`);
  }
  frames.push(await frameNow());
  console.log(`step ${run.step}: ${(100 * frames.at(-1)!.accuracy).toFixed(2)} % of ${dataset.test.count}`);
}
const width = captionWidth + parameter.shape[3] * (cell + gap) - gap;
const height = frames.length * (cell + gap) - gap;
await writeFile(
  file,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>The filters of conv1 after ${stepsShown.map((step) => step.toLocaleString('en')).join(', ')} steps</title>
<style>image { image-rendering: pixelated } text { font: 13px sans-serif; fill: #777 } .minor { font-size: 11px }</style>
${frames.map(rowOf).join('\n')}
</svg>
`,
);
console.log(`${file} written`);
backend.destroy();
