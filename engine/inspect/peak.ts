// What an engine reaches at most on this device: the rate of one large matrix product, to compare the rates
// of a net with. The product is a 1×1 convolution, so it runs with the engine's own kernels.
import type { Backend } from '../backends/backend.ts';
import { analyse } from '../plan/analyse.ts';
import { buildPlan } from '../plan/build.ts';
import { costOf } from '../plan/cost.ts';
import type { Plan } from '../plan/plan.ts';
import { parseDocument } from '../spec/document.ts';
import { parseTraining } from '../spec/training.ts';

/** 4,096 pixels of 256 channels times 256 filters: 537 million floating-point operations. */
const product = parseDocument({
  version: 1,
  name: 'matrix product',
  input: { height: 64, width: 64, channels: 256 },
  layers: [
    { type: 'conv', filters: 256, kernel: 1 },
    { type: 'pool', kind: 'average', kernel: 64, stride: 64 },
    { type: 'fc', units: 2 },
  ],
});

/** A plan whose only call is the product. */
export function productPlan(half: boolean): Plan {
  const plan = buildPlan(analyse(product, 2), {
    purpose: 'inspect',
    training: parseTraining({}),
    data: { train: 0, test: 0 },
    half,
  });
  const call = plan.programs.inspect!.find(({ op }) => op === 'convForward')!;
  return { ...plan, programs: { inspect: [call] } };
}

const windows = 3;
/** Shortest time that is worth measuring. */
const windowMilliseconds = 30;

/** The best of three windows, in floating-point operations per second. Nothing else should run meanwhile. */
export async function measurePeak(backend: Backend): Promise<number> {
  const plan = productPlan(backend.report.half === true);
  const { flops } = costOf(plan, plan.programs.inspect![0]);
  const storage = backend.createStorage(plan.buffers);
  try {
    const program = await backend.compile(plan, 'inspect', storage);
    const secondsOf = async (times: number) => {
      const began = performance.now();
      await backend.run(program, times);
      await backend.read(plan, storage, ['labels']); // waits until all is done
      return (performance.now() - began) / 1000;
    };
    let times = 1;
    await secondsOf(times);
    while ((await secondsOf(times)) < windowMilliseconds / 1000) times *= 2;
    let best = Number.POSITIVE_INFINITY;
    for (let window = 0; window < windows; window++) best = Math.min(best, await secondsOf(times));
    return (times * flops) / best;
  } finally {
    storage.destroy();
  }
}
