// The plan: plain data that every backend runs, every memory figure is read from and every tensor is
// named by. Buffers are what gets allocated; tensors are named, shaped views of them; programs are flat
// lists of op calls. Nothing here computes.
import type { Initialiser } from '../layers/layer.ts';
import type { OpName } from '../ops/index.ts';

/** What a buffer is for; the order is that of the memory ledger. */
export const memoryKinds = [
  'activations',
  'gradients',
  'parameters',
  'optimiser',
  'workspace',
  'data',
] as const;
export type MemoryKind = (typeof memoryKinds)[number];

/** Element types: 32-bit or 16-bit float, 32-bit unsigned, or bytes (packed four to a word on a GPU). */
export type DType = 'f32' | 'f16' | 'u32' | 'u8';
export const bytesPerElement: Record<DType, number> = { f32: 4, f16: 2, u32: 4, u8: 1 };
export const isFloat = ({ dtype }: { dtype: DType }): boolean => dtype === 'f32' || dtype === 'f16';

/** One allocation. `bytes` is a multiple of 4. */
export interface PlanBuffer {
  name: string;
  kind: MemoryKind;
  bytes: number;
}

/** A named view: `offset` bytes into `buffer`, a multiple of `tensorAlignment`. */
export interface PlanTensor {
  name: string;
  buffer: string;
  offset: number;
  dtype: DType;
  /** Shape with the batch first where there is one: activations are [batch, height, width, channels]. */
  shape: readonly number[];
  kind: MemoryKind;
  /** The layer it belongs to, or "" for what is shared by all. */
  layer: string;
}

/** GPUs bind storage at multiples of 256 bytes; parameters inside the arenas start at such offsets. */
export const tensorAlignment = 256;

export type Pass = 'input' | 'forward' | 'backward' | 'update';

/** One op over named tensors. Which roles an op has, and what its attributes mean, its definition says. */
export interface OpCall {
  op: OpName;
  layer: string;
  pass: Pass;
  tensors: Readonly<Record<string, string>>;
  attributes: Readonly<Record<string, number>>;
}

/**
 * Programs of a plan.
 * train: one step: gather, forward, loss, backward, update, advance.
 * preview: what gathers and augments the batch of the coming step, alone.
 * view1, view2, ...: what gathers a batch of the test split as it is looked at the first time, the second, and so on.
 * evaluateTest, evaluateTrain: one batch of a split in order, forward and loss only, then advance.
 * beforeWhitening: a batch of training images in order, as they are before whole images are whitened.
 * classify: forward over a batch that was written to "input.output".
 * inspect: forward, loss and backward over what was written to "input.output" and "labels".
 */
export type ProgramName =
  | ViewName
  | 'train'
  | 'preview'
  | 'beforeWhitening'
  | 'evaluateTest'
  | 'evaluateTrain'
  | 'classify'
  | 'inspect';

type ViewName = `view${number}`;

/** The program of the view with this index, from 0 on. */
export const viewProgram = (index: number): ViewName => `view${index + 1}`;

type Calls = readonly OpCall[];
type Programs = Partial<Record<Exclude<ProgramName, ViewName>, Calls>> & Record<ViewName, Calls>;

/** One tensor that a layer learns, or keeps. */
export interface PlanParameter {
  name: string;
  layer: string;
  shape: readonly number[];
  decayFactor: number;
  rateFactor: number;
  /** Weights of filters, which are columns of their last axis. */
  filters?: boolean;
  /** True where no optimiser changes it: a frozen parameter, or a running statistic. */
  frozen: boolean;
  initialiser: Initialiser;
  /** Index of the layer in the net, which is its random stream, and of the tensor in the layer. */
  stream: number;
  index: number;
}

export interface Plan {
  batch: number;
  classes: number;
  buffers: readonly PlanBuffer[];
  tensors: ReadonlyMap<string, PlanTensor>;
  parameters: readonly PlanParameter[];
  programs: Readonly<Programs>;
}

export const elements = (tensor: { shape: readonly number[] }): number =>
  tensor.shape.reduce((a, b) => a * b, 1);

export const tensorBytes = (tensor: { shape: readonly number[]; dtype: DType }): number =>
  elements(tensor) * bytesPerElement[tensor.dtype];

/** Bytes by kind, in ledger order. */
export function bytesByKind(buffers: readonly PlanBuffer[]): Record<MemoryKind, number> {
  const sums = Object.fromEntries(memoryKinds.map((kind) => [kind, 0])) as Record<MemoryKind, number>;
  for (const buffer of buffers) sums[buffer.kind] += buffer.bytes;
  return sums;
}

/** A tensor of a plan by its name; throws Error where there is none. */
export function tensorOf(plan: Pick<Plan, 'tensors'>, name: string): PlanTensor {
  const tensor = plan.tensors.get(name);
  if (!tensor) throw new Error(`the plan has no tensor "${name}"`);
  return tensor;
}
