// What a layer may do while it emits its ops: declare tensors, call ops, and ask whether it may write
// over its input. The planner implements it; a layer needs no more of the plan than this.
import type { OpName } from '../ops/index.ts';

/** A tensor as layers see it. Activations are [batch, height, width, channels]. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Emitter {
  /** False in evaluation, where dropout passes values through. */
  readonly training: boolean;
  /** Appends an op call; `tensors` maps the op's roles to tensors. */
  call(op: OpName, tensors: Record<string, Tensor>, attributes?: Record<string, number>): void;
  /** A new activation of the present layer. */
  activation(name: string, shape: readonly number[]): Tensor;
  /** Scratch that belongs to the present layer and lives from forward to backward. */
  workspace(name: string, dtype: 'f32' | 'u32', shape: readonly number[]): Tensor;
  /** A parameter of the present layer. */
  parameter(name: string): Tensor;
  /** Its gradient, which the optimiser reads; there is none of a frozen one. */
  parameterGradient(parameter: Tensor): Tensor;
  /** Whether a parameter learns, or keeps the values it started with. */
  learns(parameter: Tensor): boolean;
  /** Emits calls that belong to the update of a step, after its gradients are known to be finite. */
  atUpdate(emit: () => void): void;
  /** The random stream of the present layer. */
  readonly stream: number;
  /** Counters of the run: the tensor that random ops read. */
  readonly state: Tensor;
  /** Marks values that are read again later: by a backward pass, or by another branch. */
  keep(tensor: Tensor): void;
  /** Whether anything before this tensor learns, so that its gradient is worth computing. */
  wantsGradient(tensor: Tensor): boolean;
  /** Says that a tensor comes of another inside a layer: its gradient is wanted where that one's is. */
  follow(from: Tensor, to: Tensor): void;
  /** A fresh tensor for the gradient of an activation. */
  gradient(of: Tensor): Tensor;
  /** The output of an op that writes over `input`: the same buffer where allowed, else a copy. */
  overwrite(input: Tensor, name: string): Tensor;
  /** The gradient of `input`, to be made by changing `outputGradient` in place: itself or a copy. */
  overwriteGradient(outputGradient: Tensor, input: Tensor): Tensor;
  /** The same values as one pixel of many channels, called `name`: [batch, 1, 1, height * width * channels]. */
  flatten(x: Tensor, name: string): Tensor;
  /** The gradient of a flattened tensor, in the shape of what was flattened. */
  unflattenGradient(flatGradient: Tensor, x: Tensor): Tensor;
}
