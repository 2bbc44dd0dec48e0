// One op alone on one of our engines, as often as wanted: how fast a kernel is without the step around it.
import type { Backend } from '../../engine/backends/backend.ts';
import type { Plan, PlanTensor } from '../../engine/plan/plan.ts';
import { planOf } from '../../engine/testing/opHarness.ts';
import type { Contestant } from './contestants/contestant.ts';
import { attributesOf, convolutionTensors, type KernelCase } from './kernelCases.ts';

/** A word that nobody writes: to read it is to wait for all that was queued. */
const mark = 'mark';
function withMark(plan: Plan): Plan {
  const buffer = { name: mark, kind: 'workspace', bytes: 4 } as const;
  const tensor: PlanTensor = {
    name: mark,
    buffer: mark,
    offset: 0,
    dtype: 'u32',
    shape: [1],
    kind: 'workspace',
    layer: '',
  };
  return {
    ...plan,
    buffers: [...plan.buffers, buffer],
    tensors: new Map([...plan.tensors, [mark, tensor]]),
  };
}

/** A step of it is one call, and its losses are none. */
export async function prepareKernel(backend: Backend, { op, attributes }: KernelCase): Promise<Contestant> {
  const tensors = convolutionTensors(op, attributes);
  const plan = withMark(planOf({ op, attributes: attributesOf(op, attributes), tensors }));
  const storage = backend.createStorage(plan.buffers);
  for (const [role, values] of Object.entries(tensors)) backend.write(plan, storage, role, values);
  const program = await backend.compile(plan, 'train', storage);
  return {
    async train(steps) {
      await backend.run(program, steps);
      await backend.read(plan, storage, [mark]);
      return [];
    },
    destroy: () => storage.destroy(),
  };
}
