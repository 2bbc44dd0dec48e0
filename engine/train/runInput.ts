// The way of the data into a run: writes what the ops need that make a batch, computes the whitening of whole images
// where it is asked for, and reads single images as the net does.
import type { Progress } from '../backends/backend.ts';
import { bytesPerImage, type Dataset } from '../data/dataset.ts';
import { mirrorModes } from '../ops/imageWindow.ts';
import { runState } from '../ops/runState.ts';
import { viewShares } from '../plan/emitViews.ts';
import { inputStepsOf } from '../spec/inputSteps.ts';
import { volume } from '../spec/shape.ts';
import { viewsOf } from '../spec/testViews.ts';
import { augmentValues } from './augment.ts';
import { mixingValues } from './betaShares.ts';
import { type ImageReader, imageReader, inputNumbers } from './inputNumbers.ts';
import type { Run } from './run.ts';
import { cornerOf } from './testImage.ts';
import { type Image, whiteningImages } from './whitening.ts';
import { type Whitening, zcaOf } from './zca.ts';

/** The whitening last computed for a data set, and what it was computed for. */
const known = new WeakMap<Dataset, { key: string; whitening: Promise<Whitening> }>();

export class RunInput {
  private whitening: Whitening | null = null;

  constructor(private readonly run: Run) {}

  /** Reads an image as the net does in evaluation. */
  get reader(): ImageReader {
    return imageReader(this.run, this.whitening);
  }

  /** The first training images as the net reads them. */
  *firstImages(): Generator<Image> {
    const { dataset, network } = this.run;
    const { images, count } = dataset.train;
    const read = this.reader;
    const size = bytesPerImage(dataset.info.shape);
    for (let i = 0; i < Math.min(count, whiteningImages); i++)
      yield {
        width: network.input.width,
        values: read(images.subarray(i * size, (i + 1) * size), cornerOf(this.run, i)),
      };
  }

  /** Computes the whitening if the settings ask for it; it needs a while, and all images must have arrived. */
  async prepare(onProgress: (progress: Progress) => void): Promise<void> {
    const { dataset, network, training, backend } = this.run;
    const { whiten, reflect, scatter } = inputStepsOf(training);
    if (whiten === null) return;
    this.writeNumbers();
    const key = JSON.stringify([network.input, whiten, reflect, scatter, dataset.train.count]);
    const step = (done: number, total: number) => onProgress({ doing: 'whiten', done, total });
    const compute = () => zcaOf(backend, this.contrastBlocks(), volume(network.input), whiten, step);
    let held = known.get(dataset);
    if (held?.key !== key) {
      held = { key, whitening: compute() };
      known.set(dataset, held);
    }
    try {
      this.whitening = await held.whitening;
    } catch (error) {
      known.delete(dataset);
      throw error;
    }
  }

  /** Training images before they are whitened, read from the device in blocks of up to 512. */
  private async *contrastBlocks(): AsyncGenerator<Float32Array> {
    const { run } = this;
    const { batch } = run.training;
    const size = volume(run.network.input);
    const count = Math.min(whiteningImages, run.dataset.train.count);
    const program = await run.program('beforeWhitening');
    let rows: Float32Array[] = [];
    for (let from = 0; from < count; from += batch) {
      run.write('run.state', Uint32Array.of(from, count), runState.evaluateFrom);
      await run.backend.run(program, 1);
      const [x] = await run.read(['input.contrast']);
      for (let n = 0; n < Math.min(batch, count - from); n++) {
        rows.push((x as Float32Array).subarray(n * size, (n + 1) * size));
        if (rows.length < 512) continue;
        yield joined(rows);
        rows = [];
      }
    }
    if (rows.length > 0) yield joined(rows);
  }

  /** What stays as it is for as long as the run's plan. */
  writeFixed(): void {
    const { run, whitening } = this;
    const { network, training, dataset } = run;
    const { views } = viewsOf(training.testViews, network.input, dataset.info.shape);
    const shares = Float32Array.from(views, ({ share }) => share);
    if (views.length > 1) run.write(viewShares, shares);
    if (!whitening) return;
    run.write('input.whitening', whitening.matrix);
    run.write('input.whiteningBias', whitening.bias);
  }

  /** What settings say of augmentation. */
  writeSettings(): void {
    const { mirror, shift, cutout } = this.run.training;
    this.run.write('run.state', Uint32Array.of(mirrorModes[mirror], shift), runState.mirror);
    this.run.write('run.state', Uint32Array.of(cutout), runState.cutout);
    if (inputStepsOf(this.run.training).mix) this.run.write('run.mixing', mixingValues(this.run.training));
    this.writeNumbers();
  }

  /** What depends on the training images that have arrived: how they are normalised and recoloured. */
  writeNumbers(): void {
    const { run } = this;
    const { scale, mean } = inputNumbers(run);
    run.write('input.scale', scale);
    if (mean) run.write('input.mean', mean);
    const { contrast, warp } = inputStepsOf(run.training);
    if (contrast) run.write('input.gain', new Float32Array(run.network.input.channels).fill(1));
    if (warp) run.write('run.augment', augmentValues(run.training, run.dataset));
  }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * rows[0].length);
  for (const [index, row] of rows.entries()) all.set(row, index * row.length);
  return all;
}
