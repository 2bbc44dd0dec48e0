// TensorFlow.js as a contestant, on the backend named: its own convolutions, gradients and momentum
// optimiser, batches on the device beforehand, losses read once at the end.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { overhang, type PlainLayer, type PoolLayer, type Problem, windowSizes } from '../problem.ts';
import type { Contestant } from './contestant.ts';

export type TensorFlowBackend = 'cpu' | 'webgl' | 'webgpu' | 'wasm';

async function load(backend: TensorFlowBackend): Promise<void> {
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  else if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  else {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend "${backend}" here`);
  await tf.ready();
}

/**
 * Windows from the first pixel on, the last one hanging over: "same" for the sizes of these nets. The gradient
 * of a mean over "same" windows divides by the whole window also where that hangs over, so means are taken
 * over zeros added to the image and put right afterwards.
 */
function pool(layer: PoolLayer, x: tf.Tensor): tf.Tensor {
  const { kind, kernel, stride, output } = layer;
  if (kind === 'max') return tf.maxPool(x, kernel, stride, 'same');
  const [bottom, right] = overhang(layer);
  const padded = tf.pad(x, [
    [0, 0],
    [0, bottom],
    [0, right],
    [0, 0],
  ]);
  const correction = windowSizes(layer).map((size) => (kernel * kernel) / size);
  const means = tf.avgPool(padded, kernel, stride, 'valid');
  return tf.mul(means, tf.tensor(correction, [1, output.height, output.width, 1]));
}

function apply(layer: PlainLayer, x: tf.Tensor, variables: ReadonlyMap<string, tf.Variable>): tf.Tensor {
  const parameter = (name: string) => variables.get(name)!;
  const activation = layer.relu ? 'relu' : 'linear';
  switch (layer.type) {
    case 'conv': {
      const [filter, bias] = [parameter(`${layer.id}.weight`), parameter(`${layer.id}.bias`)];
      return tf.fused.conv2d({ x, filter, strides: 1, pad: layer.padding, bias, activation });
    }
    case 'fc': {
      const [b, bias] = [parameter(`${layer.id}.weight`), parameter(`${layer.id}.bias`)];
      return tf.fused.matMul({ a: tf.reshape(x, [x.shape[0], -1]), b, bias, activation });
    }
    case 'pool':
      return layer.relu ? tf.relu(pool(layer, x)) : pool(layer, x);
  }
}

export async function prepareTensorFlow(backend: TensorFlowBackend, problem: Problem): Promise<Contestant> {
  await load(backend);
  const { layers, parameters, batch, input } = problem;
  const variables = new Map(
    [...parameters].map(([name, { shape, data }]) => [name, tf.variable(tf.tensor(data, [...shape]))]),
  );
  const batches = problem.batches.map(({ images, labels }) => ({
    x: tf.tensor(images, [batch, input.height, input.width, input.channels]),
    y: tf.oneHot(tf.tensor(Int32Array.from(labels), [batch], 'int32'), 10),
  }));
  const optimiser = tf.train.momentum(problem.learningRate, problem.momentum);
  let step = 0;
  return {
    async train(steps) {
      const losses: tf.Tensor[] = [];
      for (let i = 0; i < steps; i++) {
        const { x, y } = batches[step++ % batches.length];
        const loss = () =>
          tf.losses.softmaxCrossEntropy(
            y,
            layers.reduce((value, layer) => apply(layer, value, variables), x),
          );
        losses.push(optimiser.minimize(loss, true)!);
      }
      const values: number[] = [];
      for (const loss of losses) {
        values.push((await loss.data())[0]);
        loss.dispose();
      }
      return values;
    },
    destroy: () => tf.disposeVariables(),
  };
}
