// What an op call costs, counted from the plan: floating-point operations, and bytes that its tensors hold.
import { ops } from '../ops/index.ts';
import { type OpCall, type Plan, type PlanTensor, tensorBytes } from './plan.ts';

export interface CallCost {
  /** A multiply-accumulate counts two. */
  flops: number;
  /** Read once each and written once each: the least traffic with memory that the call can have. */
  bytes: number;
}

/** Of a data set only the images of one batch are read. */
const bytesTouched = (tensor: PlanTensor, batch: number): number =>
  tensor.kind === 'data'
    ? (tensorBytes(tensor) / tensor.shape[0]) * Math.min(batch, tensor.shape[0])
    : tensorBytes(tensor);

export function costOf(plan: Plan, { op, tensors, attributes }: OpCall): CallCost {
  const { reads, writes, updates, flops } = ops[op];
  const sizeOf = (role: string) =>
    tensors[role] ? bytesTouched(plan.tensors.get(tensors[role])!, plan.batch) : 0;
  const bytesOf = (roles: readonly string[]) => roles.reduce((sum, role) => sum + sizeOf(role), 0);
  return { flops: flops(attributes), bytes: bytesOf(reads) + bytesOf(writes) + 2 * bytesOf(updates) };
}
