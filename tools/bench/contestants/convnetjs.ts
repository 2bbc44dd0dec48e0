// ConvNetJS as a contestant: its own layers and trainer, image by image. It has neither average pools nor
// windows that hang over the edge; a net that has some gets the small layer below instead of its own.
import convnetjs, { type Layer, type Vol } from 'convnetjs';
import type { PlainLayer, PoolLayer, Problem } from '../problem.ts';
import type { Contestant } from './contestant.ts';

const {
  ConvLayer,
  FullyConnLayer,
  PoolLayer: MaxPoolLayer,
  ReluLayer,
  SoftmaxLayer,
  Net,
  Trainer,
} = convnetjs;

/** A pool over windows that may hang over the edge, as a layer of ConvNetJS. */
class HangingPool implements Layer {
  readonly layer_type = 'pool';
  private input!: Vol;
  private output!: Vol;
  /** Positions of the input that each value of the output is made from. */
  private readonly windows: readonly (readonly number[])[];
  /** For each value of the output, where its largest was. */
  private readonly winners: Int32Array;

  constructor(private readonly layer: PoolLayer) {
    const { input, output, kernel, stride } = layer;
    const windows: number[][] = [];
    for (let y = 0; y < output.height; y++)
      for (let x = 0; x < output.width; x++)
        for (let c = 0; c < output.channels; c++) {
          const window: number[] = [];
          for (let iy = y * stride; iy < Math.min(y * stride + kernel, input.height); iy++)
            for (let ix = x * stride; ix < Math.min(x * stride + kernel, input.width); ix++)
              window.push((iy * input.width + ix) * input.channels + c);
          windows.push(window);
        }
    this.windows = windows;
    this.winners = new Int32Array(windows.length);
  }

  forward(input: Vol): Vol {
    const { output, kind } = this.layer;
    this.input = input;
    this.output = new convnetjs.Vol(output.width, output.height, output.channels, 0);
    for (const [at, window] of this.windows.entries()) {
      if (kind === 'max') {
        let winner = window[0];
        for (const from of window) if (input.w[from] > input.w[winner]) winner = from;
        this.winners[at] = winner;
        this.output.w[at] = input.w[winner];
      } else {
        let sum = 0;
        for (const from of window) sum += input.w[from];
        this.output.w[at] = sum / window.length;
      }
    }
    return this.output;
  }

  backward(): void {
    const { input, output } = this;
    input.dw.fill(0);
    for (const [at, window] of this.windows.entries()) {
      if (this.layer.kind === 'max') input.dw[this.winners[at]] += output.dw[at];
      else for (const from of window) input.dw[from] += output.dw[at] / window.length;
    }
  }

  getParamsAndGrads(): [] {
    return [];
  }
}

const sizes = ({ input }: PlainLayer) => ({
  in_sx: input.width,
  in_sy: input.height,
  in_depth: input.channels,
});

function layersOf(layer: PlainLayer, parameters: Problem['parameters']): Layer[] {
  const relu = layer.relu
    ? [
        new ReluLayer({
          in_sx: layer.output.width,
          in_sy: layer.output.height,
          in_depth: layer.output.channels,
        }),
      ]
    : [];
  if (layer.type === 'pool') {
    const { kind, kernel, stride, input } = layer;
    const exact = kind === 'max' && (input.width - kernel) % stride === 0;
    const pool = exact ? new MaxPoolLayer({ ...sizes(layer), sx: kernel, stride }) : new HangingPool(layer);
    return [pool, ...relu];
  }
  const learning =
    layer.type === 'conv'
      ? new ConvLayer({ ...sizes(layer), sx: layer.kernel, pad: layer.padding, filters: layer.filters })
      : new FullyConnLayer({ ...sizes(layer), num_neurons: layer.units });
  const { data } = parameters.get(`${layer.id}.weight`)!;
  const filters = learning.filters;
  for (const [filter, vol] of filters.entries())
    for (let i = 0; i < vol.w.length; i++) vol.w[i] = data[i * filters.length + filter];
  learning.biases.w.set(parameters.get(`${layer.id}.bias`)!.data);
  return [learning, ...relu];
}

export async function prepareConvNetJs(problem: Problem): Promise<Contestant> {
  const { batch, input, parameters, learningRate, momentum } = problem;
  const net = new Net();
  const outputs = problem.layers[problem.layers.length - 1].output.channels;
  net.layers = [
    ...problem.layers.flatMap((layer) => layersOf(layer, parameters)),
    new SoftmaxLayer({ in_sx: 1, in_sy: 1, in_depth: outputs }),
  ];
  const trainer = new Trainer(net, {
    method: 'sgd',
    learning_rate: learningRate,
    momentum,
    batch_size: batch,
  });
  const size = input.height * input.width * input.channels;
  const batches = problem.batches.map(({ images, labels }) =>
    Array.from(labels, (label, row) => {
      const image = new convnetjs.Vol(input.width, input.height, input.channels, 0);
      image.w.set(images.subarray(row * size, (row + 1) * size));
      return { image, label };
    }),
  );
  let step = 0;
  return {
    async train(steps) {
      return Array.from({ length: steps }, () => {
        let sum = 0;
        for (const { image, label } of batches[step % batches.length])
          sum += trainer.train(image, label).cost_loss;
        step++;
        return sum / batch;
      });
    },
    destroy() {},
  };
}
