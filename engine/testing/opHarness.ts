// Runs one op alone: makes a plan whose only call it is, puts arrays in, and takes the results out. Tests
// of backends compare what they get here with the op's own reference loop.
import type { Backend } from '../backends/backend.ts';
import { fromHalves, toHalves } from '../backends/webgpu/half.ts';
import { type OpName, ops } from '../ops/index.ts';
import type { NumericArray } from '../ops/op.ts';
import { isOfLoss } from '../plan/half.ts';
import { bytesPerElement, type DType, type Plan, type PlanBuffer, type PlanTensor } from '../plan/plan.ts';

/** Arrays by role; those the op writes hold what was there before. */
export type OpTensors = Readonly<Record<string, Float32Array | Uint32Array | Uint8Array>>;

export interface OpCase {
  op: OpName;
  attributes: Readonly<Record<string, number>>;
  tensors: OpTensors;
}

const dtypeOf = (array: NumericArray): DType =>
  array instanceof Uint8Array ? 'u8' : array instanceof Uint32Array ? 'u32' : 'f32';

/** Roles that hold activations or their gradients, which half precision is for; the loss works in float32. */
const isActivation = (op: OpName, role: string): boolean =>
  ['x', 'y', 'dx', 'dy', 'mask'].includes(role) && !isOfLoss(op);

/** The case with the values that half precision keeps of its activations. */
export function inHalf({ tensors, ...rest }: OpCase): OpCase {
  const kept = Object.entries(tensors).map(([role, array]) => [
    role,
    array instanceof Float32Array && isActivation(rest.op, role) ? fromHalves(toHalves(array)) : array,
  ]);
  return { ...rest, tensors: Object.fromEntries(kept) };
}

const wholeWords = (bytes: number) => Math.max(4, Math.ceil(bytes / 4) * 4);

/** Roles that the op of a case changes. */
export const resultsOf = ({ op, tensors }: Pick<OpCase, 'op' | 'tensors'>): readonly string[] =>
  [...ops[op].writes, ...ops[op].updates].filter((role) => role in tensors);

/** Scratch as the plan would declare it, filled so that a kernel which trusts old values is found out. */
function withScratch({ op, attributes, tensors }: OpCase): OpTensors {
  const floats = ops[op].workspace?.(attributes) ?? 0;
  return floats > 0 ? { ...tensors, scratch: new Float32Array(floats).fill(1e30) } : tensors;
}

/**
 * A plan with one program, "train", of one call; each tensor has a buffer of its own. With `half` activations lie
 * in half precision.
 */
export function planOf(oneCase: OpCase, half = false): Plan {
  const { op, attributes } = oneCase;
  const arrays = Object.entries(withScratch(oneCase));
  const typeOf = (role: string, array: NumericArray): DType =>
    half && isActivation(op, role) ? 'f16' : dtypeOf(array);
  const buffers: PlanBuffer[] = arrays.map(([role, array]) => ({
    name: role,
    kind: role === 'images' || role === 'imageLabels' ? 'data' : 'workspace',
    bytes: wholeWords(array.length * bytesPerElement[typeOf(role, array)]),
  }));
  const tensors = arrays.map(([role, array]): [string, PlanTensor] => [
    role,
    {
      name: role,
      buffer: role,
      offset: 0,
      dtype: typeOf(role, array),
      shape: [array.length],
      kind: 'workspace',
      layer: 'test',
    },
  ]);
  const names = Object.fromEntries(arrays.map(([role]) => [role, role]));
  const call = { op, layer: 'test', pass: 'forward' as const, tensors: names, attributes };
  return {
    batch: 1,
    classes: 1,
    buffers,
    tensors: new Map(tensors),
    parameters: [],
    programs: { train: [call] },
  };
}

/** What a backend makes of the case: the tensors the op changes. */
export async function runOnBackend(backend: Backend, oneCase: OpCase): Promise<Record<string, NumericArray>> {
  const plan = planOf(oneCase, backend.report.half === true);
  const storage = backend.createStorage(plan.buffers);
  for (const [role, array] of Object.entries(withScratch(oneCase)))
    if (array.length > 0) backend.write(plan, storage, role, array);
  const program = await backend.compile(plan, 'train', storage);
  await backend.run(program, 1);
  const roles = resultsOf(oneCase);
  const results = await backend.read(plan, storage, roles);
  storage.destroy();
  return Object.fromEntries(roles.map((role, index) => [role, results[index]]));
}

/** What the reference loop makes of the case, floats in double precision. */
export function runReference({ op, attributes, tensors }: OpCase): Record<string, NumericArray> {
  const wide = Object.fromEntries(
    Object.entries(tensors).map(([role, array]) => [
      role,
      array instanceof Float32Array ? Float64Array.from(array) : array.slice(),
    ]),
  );
  ops[op].reference(wide, attributes);
  return Object.fromEntries(resultsOf({ op, tensors }).map((role) => [role, wide[role]]));
}
