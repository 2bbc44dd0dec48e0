// What a kernel is to the backend: a shader with named bindings, and for one op call the dispatches that
// carry it out. Shaders are whole files; shared functions are put before them by naming them here.
import type { PlanTensor } from '../../../plan/plan.ts';
import gridWgsl from '../../../shaders/prelude/grid.wgsl?raw';
import perValueWgsl from '../../../shaders/prelude/perValue.wgsl?raw';

export type Access = 'read' | 'read_write';

/** WGSL text and its bindings in group 0: the n-th name is binding n, and names are roles of ops. */
export interface Shader {
  name: string;
  code: string;
  bindings: Readonly<Record<string, Access>>;
}

/** A part of a tensor to bind: bytes from its start. `from` is a multiple of 256. */
export interface Range {
  from: number;
  bytes: number;
}

/** One dispatch: `constants` are the shader's overrides, `workgroups` the grid. */
export interface Dispatch {
  shader: Shader;
  constants: Readonly<Record<string, number>>;
  workgroups: readonly [number, number, number];
  /** Bindings that take the tensor of another role. */
  roles?: Readonly<Record<string, string>>;
  /** Bindings that see only a part of their tensor. */
  ranges?: Readonly<Record<string, Range>>;
}

/** A way to compute a matrix product: in registers alone, or through workgroup memory in tiles of two widths. */
export type Way = 'registers' | 'narrow' | 'wide';

/** What a kernel may know of a call and of the device it will run on. */
export interface KernelContext {
  attributes: Readonly<Record<string, number>>;
  tensors: Readonly<Record<string, PlanTensor>>;
  maxBindingBytes: number;
  /** Whether workgroup memory is fast, as on graphics hardware; software adapters emulate it slowly. */
  fastWorkgroupMemory: boolean;
  /** How matrix products are computed; where it is not given, the way that is likely the fastest. */
  way?: Way;
}

export interface Kernel {
  /** Every shader that `dispatches` may name. */
  shaders: readonly Shader[];
  dispatches(context: KernelContext): readonly Dispatch[];
  /** Ways that a device may be fastest with, the likeliest first; left out where there is only one. */
  ways?(context: KernelContext): readonly Way[];
}

/** A shader of the given sources, later ones seeing the functions and constants of earlier ones. */
export const shader = (
  name: string,
  bindings: Record<string, Access>,
  ...sources: readonly string[]
): Shader => ({ name, bindings, code: sources.join('\n') });

/** A shader whose threads count in one dimension: it may call `threadIndex` of prelude/grid.wgsl. */
export const flatShader = (
  name: string,
  bindings: Record<string, Access>,
  ...sources: readonly string[]
): Shader => shader(name, bindings, gridWgsl, ...sources);

/** A shader that defines change(i), called for every value of a tensor; see prelude/perValue.wgsl. */
export const valueShader = (
  name: string,
  bindings: Record<string, Access>,
  ...sources: readonly string[]
): Shader => shader(name, bindings, ...sources, perValueWgsl);

/** Threads of a workgroup in every kernel that counts threads in one dimension. */
export const workgroupSize = 64;
const maxWorkgroups = 65535;

/** A grid of at least `groups` workgroups, folded into two dimensions where one is too short. */
export function fold(groups: number): readonly [number, number, number] {
  const rows = Math.ceil(groups / maxWorkgroups);
  return [Math.max(1, Math.ceil(groups / rows)), rows, 1];
}

/** A grid of at least `threads` threads in workgroups of 64. */
export const grid = (threads: number): readonly [number, number, number] =>
  fold(Math.max(1, Math.ceil(threads / workgroupSize)));

/** The grid of a shader made by `valueShader` for `values` values, four to a thread. */
export const valueGrid = (values: number): readonly [number, number, number] => grid(Math.ceil(values / 4));

/** The kernel of an op that one shader carries out in one dispatch. */
export const simpleKernel = (
  one: Shader,
  plan: (
    attributes: KernelContext['attributes'],
    tensors: KernelContext['tensors'],
  ) => Omit<Dispatch, 'shader'>,
): Kernel => ({
  shaders: [one],
  dispatches: ({ attributes, tensors }) => [{ shader: one, ...plan(attributes, tensors) }],
});
