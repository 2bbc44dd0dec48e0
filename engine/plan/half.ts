// A plan whose activations and their gradients lie in half precision. Parameters, their gradients, what
// optimisers keep, and all that the loss reads and writes stay float32. It changes buffers and tensors, never calls.
import type { OpName } from '../ops/index.ts';
import { type Plan, type PlanBuffer, type PlanTensor, tensorOf } from './plan.ts';

/** Whether an op works on the loss, whose tensors are float32 always. */
export const isOfLoss = (op: OpName): boolean => /^(softmax|hinge|squaredError|labelSmoothing)/.test(op);

/** Buffers of the kinds concerned that stay float32: the gradients of parameters, and what the loss works on. */
function wholeBuffers(plan: Plan): Set<string> {
  const loss = Object.values(plan.programs)
    .flat()
    .filter(({ op }) => isOfLoss(op))
    .flatMap(({ tensors }) => Object.values(tensors));
  return new Set(['gradients', ...loss].map((name) => tensorOf(plan, name).buffer));
}

/** Half the bytes, in whole words. */
const halved = (buffer: PlanBuffer): PlanBuffer => ({ ...buffer, bytes: Math.ceil(buffer.bytes / 8) * 4 });

export function withHalfActivations(plan: Plan): Plan {
  const whole = wholeBuffers(plan);
  const isHalf = (buffer: string, kind: PlanBuffer['kind']) =>
    (kind === 'activations' || kind === 'gradients') && !whole.has(buffer);
  const tensors = [...plan.tensors].map(([name, tensor]): [string, PlanTensor] => [
    name,
    isHalf(tensor.buffer, tensor.kind) ? { ...tensor, dtype: 'f16' } : tensor,
  ]);
  return {
    ...plan,
    buffers: plan.buffers.map((buffer) => (isHalf(buffer.name, buffer.kind) ? halved(buffer) : buffer)),
    tensors: new Map(tensors),
  };
}
