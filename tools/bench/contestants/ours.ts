// The project's own engines as contestants: the run that the page makes, on the engine named.
import type { Backend } from '../../../engine/backends/backend.ts';
import { Run } from '../../../engine/train/run.ts';
import { trainingOf } from '../nets.ts';
import { type Problem, seed } from '../problem.ts';
import type { Contestant } from './contestant.ts';

/** Steps queued at once, so that no device is flooded. */
const burst = 16;

export async function prepareOurs(backend: Backend, problem: Problem): Promise<Contestant> {
  const { network, batch, dataset } = problem;
  const run = await Run.create({ backend, network, training: trainingOf(batch), dataset, seed });
  return {
    async train(steps) {
      const losses: number[] = [];
      for (let left = steps; left > 0; ) {
        const some = Math.min(left, burst, run.room);
        await run.queue(some);
        left -= some;
        if (left > 0 && run.room > 0) continue;
        const { metrics, halted } = await run.collect();
        if (halted) throw new Error('a value was not finite');
        losses.push(...metrics.map(({ loss }) => loss));
      }
      return losses;
    },
    destroy() {
      void run.destroy().then(() => run.data.destroy());
    },
  };
}
