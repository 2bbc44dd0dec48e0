// Joins a call with the next where both write the same values, so that they are written once: a ReLU to the
// convolution or normalisation before it, and the gradient of a ReLU to whatever made that gradient. Only neighbours over one
// buffer are joined, so where every value is to be looked at nothing is.
import { ops } from '../ops/index.ts';
import { elements, type OpCall, type PlanTensor } from './plan.ts';

/** The program with its neighbours joined. */
export function fuse(calls: readonly OpCall[], tensors: ReadonlyMap<string, PlanTensor>): OpCall[] {
  const isSame = (a: string, b: string) => {
    const [x, y] = [tensors.get(a)!, tensors.get(b)!];
    return x.buffer === y.buffer && x.offset === y.offset && elements(x) === elements(y);
  };
  const joined: OpCall[] = [];
  for (const call of calls) {
    const before = joined.at(-1);
    const one = before && (joinRelu(before, call, isSame) ?? joinMask(before, call, isSame));
    if (one) joined[joined.length - 1] = one;
    else joined.push(call);
  }
  return joined;
}

type Same = (a: string, b: string) => boolean;

function joinRelu(before: OpCall, { op, tensors }: OpCall, isSame: Same): OpCall | null {
  if (op !== 'reluForward' || !('relu' in before.attributes) || !isSame(before.tensors.y, tensors.y))
    return null;
  const attributes = { ...before.attributes, relu: 1 };
  return { ...before, tensors: { ...before.tensors, y: tensors.y }, attributes };
}

function joinMask(before: OpCall, { op, tensors }: OpCall, isSame: Same): OpCall | null {
  const mayBeMasked = ops[before.op].optional.includes('mask') && !('mask' in before.tensors);
  if (op !== 'reluBackward' || !mayBeMasked || !isSame(before.tensors.dx, tensors.dx)) return null;
  return { ...before, tensors: { ...before.tensors, mask: tensors.y, dx: tensors.dx } };
}
