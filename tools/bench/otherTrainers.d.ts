// The parts of the other trainers that the contestants use, so that they are type-checked where those
// packages are not installed, which is everywhere but in `npm run bench`.

declare module '@tensorflow/tfjs-core' {
  export interface Tensor {
    readonly shape: number[];
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export interface Variable extends Tensor {
    readonly name: string;
  }
  type Values = Float32Array | Int32Array;
  export function setBackend(name: string): Promise<boolean>;
  export function ready(): Promise<void>;
  export function tensor(values: Values, shape: number[], dtype?: 'float32' | 'int32'): Tensor;
  export function variable(initial: Tensor): Variable;
  export function oneHot(indices: Tensor, depth: number): Tensor;
  export function reshape(x: Tensor, shape: number[]): Tensor;
  export function relu(x: Tensor): Tensor;
  export function maxPool(x: Tensor, size: number, strides: number, pad: 'same'): Tensor;
  export function avgPool(x: Tensor, size: number, strides: number, pad: 'valid'): Tensor;
  export function pad(x: Tensor, widths: [number, number][]): Tensor;
  export function mul(a: Tensor, b: Tensor): Tensor;
  export function disposeVariables(): void;
  type Activation = 'relu' | 'linear';
  export const fused: {
    conv2d(parts: {
      x: Tensor;
      filter: Tensor;
      strides: number;
      pad: number;
      bias: Tensor;
      activation: Activation;
    }): Tensor;
    matMul(parts: { a: Tensor; b: Tensor; bias: Tensor; activation: Activation }): Tensor;
  };
  export const losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  export const train: {
    momentum(
      learningRate: number,
      momentum: number,
    ): { minimize(loss: () => Tensor, returnCost: boolean): Tensor | null };
  };
}

declare module '@tensorflow/tfjs-core/dist/register_all_gradients' {}
declare module '@tensorflow/tfjs-backend-cpu' {}
declare module '@tensorflow/tfjs-backend-webgl' {}
declare module '@tensorflow/tfjs-backend-webgpu' {}
declare module '@tensorflow/tfjs-backend-wasm' {
  export function setWasmPaths(folder: string): void;
}

declare module 'convnetjs' {
  /** Values and gradients; the value at (x, y, c) is w[(y * width + x) * depth + c]. */
  export interface Vol {
    w: Float64Array;
    dw: Float64Array;
  }
  export interface Layer {
    layer_type: string;
    forward(input: Vol, training: boolean): Vol;
    backward(label?: number): unknown;
    getParamsAndGrads(): object[];
  }
  interface Learning extends Layer {
    filters: Vol[];
    biases: Vol;
  }
  type New<T> = new (options: Record<string, number>) => T;
  const convnetjs: {
    Vol: new (width: number, height: number, depth: number, value: number) => Vol;
    ConvLayer: New<Learning>;
    FullyConnLayer: New<Learning>;
    PoolLayer: New<Layer>;
    ReluLayer: New<Layer>;
    SoftmaxLayer: New<Layer>;
    Net: new () => { layers: Layer[] };
    Trainer: new (
      net: { layers: Layer[] },
      options: { method: 'sgd'; learning_rate: number; momentum: number; batch_size: number },
    ) => { train(image: Vol, label: number): { cost_loss: number } };
  };
  export default convnetjs;
}

declare module '@jax-js/jax' {
  /** Every use of an array consumes one reference; `ref` adds one. */
  interface JaxArray {
    readonly ref: JaxArray;
    readonly shape: number[];
    add(other: JaxArray | number): JaxArray;
    sub(other: JaxArray | number): JaxArray;
    mul(other: JaxArray | number): JaxArray;
    div(other: JaxArray | number): JaxArray;
    sum(): JaxArray;
    reshape(shape: number[]): JaxArray;
    data(): Promise<Float32Array>;
  }
  export namespace numpy {
    export type Array = JaxArray;
    export const int32: 'int32';
    export function array(values: Float32Array | Int32Array, options?: { dtype: 'int32' }): JaxArray;
    export function zeros(shape: number[]): JaxArray;
    export function transpose(x: JaxArray, axes: number[]): JaxArray;
    export function matmul(a: JaxArray, b: JaxArray): JaxArray;
    export function pad(x: JaxArray, widths: [number, number][]): JaxArray;
    export function max(x: JaxArray): JaxArray;
    export function sum(x: JaxArray): JaxArray;
  }
  export namespace lax {
    export function convGeneralDilated(
      x: JaxArray,
      weights: JaxArray,
      strides: number[],
      padding: [number, number][],
    ): JaxArray;
    export function reduceWindow(
      x: JaxArray,
      by: (window: JaxArray) => JaxArray,
      size: number[],
      strides: number[],
    ): JaxArray;
  }
  export namespace nn {
    export function relu(x: JaxArray): JaxArray;
    export function logSoftmax(x: JaxArray): JaxArray;
    export function oneHot(indices: JaxArray, classes: number): JaxArray;
  }
  export function init(device: string): Promise<string[]>;
  export function defaultDevice(device: string): string;
  export function jit<A extends unknown[], R>(
    f: (...args: A) => R,
  ): ((...args: A) => R) & { dispose(): void };
  export function valueAndGrad<P, A extends unknown[]>(
    f: (parameters: P, ...args: A) => JaxArray,
  ): (parameters: P, ...args: A) => [JaxArray, P];
}
