// The coming training batch as the net will get it, made by the ops that make it in a step. Nothing moves on: the
// step that follows makes the same batch again.
import { elements, tensorOf } from '../plan/plan.ts';
import type { Run } from './run.ts';

/** The first `count` images of the batch, each [height, width, channels]. */
export async function previewBatch(
  run: Run,
  count: number,
): Promise<{ shape: number[]; images: Float32Array[] }> {
  const program = await run.program('preview');
  const { values } = await run.lock.exclusive(async () => {
    await run.backend.run(program, 1);
    return { values: run.read(['input.output']) };
  });
  const [x] = await values;
  const [batch, ...shape] = tensorOf(run.plan, 'input.output').shape;
  const size = elements({ shape });
  const images = Array.from({ length: Math.min(count, batch) }, (_, n) =>
    (x as Float32Array).slice(n * size, (n + 1) * size),
  );
  return { shape, images };
}
