// An op, or the few of a pass, alone on one of our engines, as often as wanted: how fast a kernel is without the step
// around it.
import type { Backend } from '../../engine/backends/backend.ts';
import type { Plan, PlanTensor } from '../../engine/plan/plan.ts';
import { type OpTensors, planOf } from '../../engine/testing/opHarness.ts';
import type { Contestant } from './contestants/contestant.ts';
import { attributesOf, convolutionTensors, type KernelCase } from './kernelCases.ts';
import { type StreamCase, streamTensors } from './streamCases.ts';

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

/** A step is one run of the plan's calls, and its losses are none. */
async function prepare(backend: Backend, plan: Plan, tensors: OpTensors): Promise<Contestant> {
  const storage = backend.createStorage(plan.buffers);
  for (const [name, values] of Object.entries(tensors)) backend.write(plan, storage, name, values);
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

export function prepareKernel(backend: Backend, { op, attributes }: KernelCase): Promise<Contestant> {
  const tensors = convolutionTensors(op, attributes);
  return prepare(
    backend,
    withMark(planOf({ op, attributes: attributesOf(op, attributes), tensors })),
    tensors,
  );
}

export function prepareStream(backend: Backend, one: StreamCase): Promise<Contestant> {
  const tensors = streamTensors(one);
  const [{ op, attributes }] = one.calls;
  const plan = withMark(planOf({ op, attributes, tensors }));
  // Scratch is that of the first call, which alone needs some.
  const [first] = plan.programs.train!;
  const scratch: Record<string, string> = 'scratch' in first.tensors ? { scratch: 'scratch' } : {};
  const train = one.calls.map((call) => ({ ...first, ...call, tensors: { ...call.tensors, ...scratch } }));
  return prepare(backend, { ...plan, programs: { train } }, tensors);
}
