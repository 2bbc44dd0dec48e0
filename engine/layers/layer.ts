// What a layer type is: one definition that the editor, the validator, the planner, the tests and the
// documentation all read. A layer knows its fields, its shape rule, its parameters, its cost, and the
// ops it emits; it knows nothing of backends.
import type { Diagnostic } from '../spec/diagnostic.ts';
import type { Field, Settings, Size } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import type { Emitter, Tensor } from './emitter.ts';

/**
 * How a parameter starts: N(0, deviation), or uniform from -bound to bound. positive: from 0 to bound. dirac: uniform, but
 * the first filters of each group, one for each channel it reads, pass that channel on: their middle is 1 and the rest 0.
 * signs: plus or minus a size. whitening: computed from the images.
 */
export type Initialiser =
  | { kind: 'constant'; value: number }
  | { kind: 'normal'; deviation: number }
  | { kind: 'uniform'; bound: number }
  | { kind: 'positive'; bound: number }
  | { kind: 'dirac'; bound: number; groups: number }
  | { kind: 'signs'; size: number }
  | { kind: 'whitening'; epsilon: number };

/** One learned tensor of a layer. */
export interface ParameterSpec {
  /** Its name within the layer: "weight" or "bias". */
  name: string;
  shape: readonly number[];
  initialiser: Initialiser;
  /** What weight decay is multiplied by for it: 1 for weights, 0 for biases. */
  decayFactor: number;
  /** What the learning rate is multiplied by for it: 1 unless a layer says otherwise. */
  rateFactor: number;
  /** Weights of convolution filters [height, width, channels, filters], which updates may treat filter by filter. */
  filters?: boolean;
  /** It keeps the values it starts with: no gradient of it is used and no optimiser changes it. */
  frozen: boolean;
}

/** A line of arithmetic with its numbers in, such as `(32 - 5 + 2*2)/1 + 1` beside `32`. */
export interface ArithmeticLine {
  /** deviation, bound, value: of the distribution that weights start from. */
  quantity: 'output' | 'parameters' | 'macs' | 'deviation' | 'bound' | 'value';
  formula: string;
  result: number;
}

export type ShapeResult = { ok: true; output: Shape } | { ok: false; diagnostic: Diagnostic };

/** What a layer leaves behind for the backward pass. */
export interface Emitted {
  output: Tensor;
  /** Emits the backward ops; takes d loss / d output, returns d loss / d input, or null if not wanted. */
  backward(outputGradient: Tensor): Tensor | null;
}

/** A window of `kernel` pixels that moves by `stride`, the first beginning `padding` before the image. */
export interface SlidingWindow {
  kernel: Size;
  stride: Size;
  padding: Size;
}

/** Names the draws of a layer in a training step; the first step is 0. */
export interface Draw {
  seed: number;
  stream: number;
  step: number;
}

/** The first row of each row of windows, and the first column of each column of them. */
export interface WindowGrid {
  rows: readonly number[];
  columns: readonly number[];
}

/** What a palette and the documentation put together; in this order. */
export const layerFamilies = ['linear', 'activation', 'pooling', 'normalisation', 'regularisation'] as const;
export type LayerFamily = (typeof layerFamilies)[number];

export interface LayerDefinition<F extends readonly Field[] = readonly Field[]> {
  type: string;
  family: LayerFamily;
  fields: F;
  /** It reads the images themselves, so that it must come first. */
  readsImages?: boolean;
  /** Activation-like layers keep the shape and may write over their input; drawn as a narrow row. */
  elementwise: boolean;
  /** The stem of the ids this type gets: "conv" -> conv1, conv2. */
  idStem: string;
  /** The settings in a few characters, such as "5×5×16 p2"; words, as in "max 3", are English and for the page to say. */
  summary(settings: Settings<F>): string;
  /** The window through which an output looks at the input; left out where it sees all of it, or its own place. */
  window?(settings: Settings<F>, input: Shape): SlidingWindow;
  /** Where windows begin that a training step draws at random; left out where no windows are drawn. */
  drawnWindows?(settings: Settings<F>, input: Shape, draw: Draw): WindowGrid;
  /** The output shape, or what is wrong and how to mend it. */
  shape(settings: Settings<F>, input: Shape): ShapeResult;
  parameters(settings: Settings<F>, input: Shape): ParameterSpec[];
  /** Frozen tensors that training changes by other means than a gradient, such as running means. */
  statistics?(settings: Settings<F>, input: Shape): ParameterSpec[];
  /** Multiply-accumulates of one forward pass over one example. */
  macs(settings: Settings<F>, input: Shape, output: Shape): number;
  arithmetic(settings: Settings<F>, input: Shape, output: Shape): ArithmeticLine[];
  emit(emitter: Emitter, settings: Settings<F>, input: Tensor, output: Shape): Emitted;
}

/** Keeps the field list's literal types, so that `settings` is typed inside the definition. */
export const defineLayer = <const F extends readonly Field[]>(
  definition: LayerDefinition<F>,
): LayerDefinition => definition as unknown as LayerDefinition;

/** Parameters of a layer in total. */
export const countParameters = (specs: readonly ParameterSpec[]): number =>
  specs.reduce((sum, spec) => sum + spec.shape.reduce((a, b) => a * b, 1), 0);
