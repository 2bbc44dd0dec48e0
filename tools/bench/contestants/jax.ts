// jax-js as a contestant, on the device named: the whole step, gradients and update included, is one
// function under its `jit`. Its layouts are [batch, channels, height, width] and [out, in, height, width].
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { overhang, type PlainLayer, type PoolLayer, type Problem, windowSizes } from '../problem.ts';
import type { Contestant } from './contestant.ts';

export type JaxDevice = 'wasm' | 'webgpu';
type Parameters = np.Array[];

/** 0 over the image and far below anything in the rows and columns added to it: [1, 1, height, width]. */
function belowAll({ input: { height, width } }: PoolLayer, bottom: number, right: number): np.Array {
  const values = new Float32Array((height + bottom) * (width + right)).fill(-1e9);
  for (let y = 0; y < height; y++) values.fill(0, y * (width + right), y * (width + right) + width);
  return np.array(values).reshape([1, 1, height + bottom, width + right]);
}

/** Windows may hang over: what lies outside is 0 for a mean, and less than anything for a maximum. */
function pool(layer: PoolLayer, x: np.Array): np.Array {
  const { output, kernel, stride } = layer;
  const [bottom, right] = overhang(layer);
  const widths: [number, number][] = [
    [0, 0],
    [0, 0],
    [0, bottom],
    [0, right],
  ];
  const reduce = (values: np.Array, by: (x: np.Array) => np.Array) =>
    lax.reduceWindow(values, by, [kernel, kernel], [stride, stride]);
  if (layer.kind === 'average') {
    const sizes = np.array(windowSizes(layer)).reshape([1, 1, output.height, output.width]);
    return reduce(np.pad(x, widths), np.sum).div(sizes);
  }
  if (bottom + right === 0) return reduce(x, np.max);
  return reduce(np.pad(x, widths).add(belowAll(layer, bottom, right)), np.max);
}

function apply(layer: PlainLayer, x: np.Array, parameters: Parameters): np.Array {
  const relu = (y: np.Array) => (layer.relu ? nn.relu(y) : y);
  if (layer.type === 'pool') return relu(pool(layer, x));
  const [weight, bias] = [parameters.shift()!, parameters.shift()!];
  if (layer.type === 'fc') {
    const flat = np.transpose(x, [0, 2, 3, 1]).reshape([x.shape[0], -1]);
    const y = np.matmul(flat, weight).add(bias);
    return relu(y.reshape([y.shape[0], layer.units, 1, 1]));
  }
  const { padding } = layer;
  const sides: [number, number][] = [
    [padding, padding],
    [padding, padding],
  ];
  return relu(lax.convGeneralDilated(x, weight, [1, 1], sides).add(bias));
}

const channelsFirst = (values: np.Array) => np.transpose(values, [0, 3, 1, 2]);

/** A parameter in the layout it is used in. */
function place(shape: readonly number[], data: Float32Array): np.Array {
  const array = np.array(data).reshape([...shape]);
  return shape.length === 4 ? np.transpose(array, [3, 2, 0, 1]) : array;
}

function initialParameters({ layers, parameters }: Problem): Parameters {
  return layers.flatMap((layer) => {
    if (layer.type === 'pool') return [];
    const [weight, bias] = ['weight', 'bias'].map((part) => parameters.get(`${layer.id}.${part}`)!);
    const biasShape = layer.type === 'conv' ? [layer.filters, 1, 1] : [layer.units];
    return [place(weight.shape, weight.data), place(biasShape, bias.data)];
  });
}

export async function prepareJax(device: JaxDevice, problem: Problem): Promise<Contestant> {
  const devices = await init(device);
  if (!devices.includes(device)) throw new Error(`jax-js has no device "${device}" here`);
  defaultDevice(device);
  const { layers, batch, input, learningRate, momentum } = problem;

  const lossOf = (parameters: Parameters, x: np.Array, y: np.Array): np.Array => {
    const left = [...parameters];
    const logits = layers.reduce((value, layer) => apply(layer, value, left), x).reshape([batch, -1]);
    return nn
      .logSoftmax(logits)
      .mul(y)
      .sum()
      .mul(-1 / batch);
  };
  const stepOf = jit((parameters: Parameters, velocity: Parameters, x: np.Array, y: np.Array) => {
    const [loss, gradients] = valueAndGrad(lossOf)(
      parameters.map((one) => one.ref),
      x,
      y,
    );
    const faster = velocity.map((v, i) => v.mul(momentum).add(gradients[i]));
    const moved = parameters.map((w, i) => w.sub(faster[i].ref.mul(learningRate)));
    return [loss, moved, faster] as [np.Array, Parameters, Parameters];
  });

  let parameters = initialParameters(problem);
  let velocity = parameters.map((one) => np.zeros(one.shape));
  const batches = problem.batches.map(({ images, labels }) => ({
    x: channelsFirst(np.array(images).reshape([batch, input.height, input.width, input.channels])),
    y: nn.oneHot(np.array(Int32Array.from(labels), { dtype: np.int32 }), 10),
  }));
  let step = 0;
  return {
    async train(steps) {
      const losses: np.Array[] = [];
      for (let i = 0; i < steps; i++) {
        const { x, y } = batches[step++ % batches.length];
        const [loss, moved, faster] = stepOf(parameters, velocity, x.ref, y.ref);
        [parameters, velocity] = [moved, faster];
        losses.push(loss);
      }
      const values: number[] = [];
      for (const loss of losses) values.push((await loss.data())[0]);
      return values;
    },
    destroy: () => stepOf.dispose(),
  };
}
