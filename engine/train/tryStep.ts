// How long a training step of a net takes on an engine that it may be trained on. It is tried on a storage of its
// own and on the first few images, so that a run on the same engine knows nothing of it.
import type { StepTime } from '../backends/faster.ts';
import { bytesPerImage, type Dataset, type Split } from '../data/dataset.ts';
import { analyse } from '../plan/analyse.ts';
import { classesLearned } from '../spec/placing.ts';
import { Run, type RunOptions } from './run.ts';

/** Multiply-accumulates forward that one step may have: on a processor they take about a tenth of a second. */
const mostMacs = 2e8;

/** Shortest time that is worth measuring; rounds of it are repeated for a while, the best counting. */
const roundMilliseconds = 50;
const mostSteps = 64;
const whileMilliseconds = 200;

/** Milliseconds of a step of the run's batch, or of as many images as are worth the wait. */
export async function tryStep(
  { backend, network, training, dataset, seed }: Omit<RunOptions, 'data' | 'from'>,
  now: () => number = () => performance.now(),
): Promise<StepTime> {
  const { macs } = analyse(network, classesLearned(training, dataset.info.classes.length));
  const batch = Math.max(1, Math.min(training.batch, Math.floor(mostMacs / macs)));
  const run = await Run.create({
    backend,
    network,
    training: { ...training, batch },
    dataset: firstOf(dataset, batch),
    seed,
    whitens: false,
  });
  const timeOf = async (steps: number) => {
    const began = now();
    await run.queue(steps);
    await run.collect();
    return now() - began;
  };
  try {
    await timeOf(1); // the first step waits for what later ones find ready
    let steps = 1;
    let best = await timeOf(steps);
    while (best < roundMilliseconds && steps < mostSteps) {
      steps *= 2;
      best = await timeOf(steps);
    }
    for (let spent = best; spent < whileMilliseconds; ) {
      const time = await timeOf(steps);
      best = Math.min(best, time);
      spent += time;
    }
    return { milliseconds: best / steps, batch };
  } finally {
    await run.destroy();
    run.data.destroy();
  }
}

/** A data set of the first images of another; those that have not arrived are black. */
function firstOf({ info, train, test }: Dataset, images: number): Dataset {
  const size = bytesPerImage(info.shape);
  const part = (split: Split, wanted: number): Split => {
    const count = Math.min(wanted, split.total);
    return {
      images: split.images.subarray(0, count * size),
      labels: split.labels.subarray(0, count),
      count,
      total: count,
    };
  };
  return { info, train: part(train, images), test: part(test, 1) };
}
