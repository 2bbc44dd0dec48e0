// What the sources of the presets say of their training, in their own terms: how weights of each layer start, at what rate
// they learn and decay, and how many steps there are. The settings hold factors and epochs; here is what they amount to.
import { describe, expect, test } from 'vitest';
import type { Initialiser } from '../layers/layer.ts';
import { isParallel, walk } from '../spec/document.ts';
import { presetOf } from '../spec/presets/index.ts';
import { rateFactor } from '../spec/schedule.ts';
import { analyse, walkReports } from './analyse.ts';

/** Start, rate and decay of weights and biases, layer by layer. */
function learning(id: string) {
  const { network, training } = presetOf(id);
  const { elements } = analyse(network, 10);
  return [...walkReports(elements)]
    .filter(({ parameters, branches }) => parameters.length > 0 && branches.length === 0)
    .map(({ parameters }) =>
      parameters.map((parameter) => ({
        initialiser: parameter.initialiser,
        rate: Number((training.learningRate * parameter.rateFactor).toPrecision(6)),
        decay: Number((training.l2 * parameter.decayFactor).toPrecision(6)),
      })),
    );
}

const normal = (deviation: number): Initialiser => ({ kind: 'normal', deviation });
const constant = (value: number): Initialiser => ({ kind: 'constant', value });

type Row = readonly [deviation: number, decay: number, biasRate?: number, biasDecay?: number];

/** Layers of cuda-convnet and Caffe: weights at 0.001, biases from 0 at twice that and undecayed, unless said otherwise. */
const rawPixels: Record<string, readonly Row[]> = {
  'cuda-convnet-80sec': [
    [1e-4, 0.004],
    [0.01, 0.004],
    [0.01, 0.004],
    [0.1, 0.03],
    [0.1, 0.03],
  ],
  'cuda-convnet-19pct': [
    [1e-4, 0.004],
    [0.01, 0.004],
    [0.01, 0.004],
    [0.01, 3],
  ],
  'cuda-convnet-18pct': [
    [1e-4, 0.004],
    [0.01, 0.004],
    [0.01, 0.004],
    [0.01, 1],
  ],
  'conv-local-13pct': [
    [1e-4, 0],
    [0.01, 0],
    [0.04, 0.004],
    [0.04, 0.004],
    [0.01, 0.004],
  ],
  'conv-local-11pct': [
    [1e-4, 0],
    [0.01, 0],
    [0.04, 0.004],
    [0.04, 0.004],
    [0.01, 0.01],
  ],
  'caffe-quick': [
    [1e-4, 0.004, 0.002, 0.004],
    [0.01, 0.004, 0.002, 0.004],
    [0.01, 0.004, 0.002, 0.004],
    [0.1, 0.004, 0.002, 0.004],
    [0.1, 0.004, 0.002, 0.004],
  ],
  'caffe-full': [
    [1e-4, 0.004, 0.002, 0.004],
    [0.01, 0.004, 0.002, 0.004],
    [0.01, 0.004, 0.001, 0.004],
    [0.01, 1],
  ],
};

test.each(Object.entries(rawPixels))('start, rates and decay of %s', (id, rows) => {
  const expected = rows.map(([deviation, decay, biasRate = 0.002, biasDecay = 0]) => [
    { initialiser: normal(deviation), rate: 0.001, decay },
    { initialiser: constant(0), rate: biasRate, decay: biasDecay },
  ]);
  expect(learning(id)).toEqual(expected);
});

test('AlexNet starts with biases of 1 behind the layers that it names', () => {
  const layers = learning('alexnet');
  expect(layers.map(([{ initialiser }]) => initialiser)).toEqual(layers.map(() => normal(0.01)));
  expect(layers.map(([, { initialiser }]) => initialiser)).toEqual([0, 1, 0, 1, 1, 1, 1, 0].map(constant));
});

test('the last layer of GoogLeNet and of each head starts with biases of 0, all others with 0.2, at twice the rate', () => {
  const biases = learning('googlenet').map(([, bias]) => bias);
  const zeros = biases.filter(
    ({ initialiser }) => initialiser.kind === 'constant' && initialiser.value === 0,
  );
  expect(zeros).toHaveLength(3);
  expect(new Set(biases.map(({ rate, decay }) => `${rate} ${decay}`))).toEqual(new Set(['0.02 0']));
});

test('ConvNetJS decays weights by 1e-4 over a batch of 4, and biases start at 0.1 before a ReLU', () => {
  const layers = learning('convnetjs-cifar10-adadelta');
  expect(layers.map(([{ decay }, bias]) => [decay, bias.decay])).toEqual(layers.map(() => [2.5e-5, 0]));
  expect(layers.map(([{ initialiser }]) => initialiser)).toEqual(
    [75, 400, 500, 320].map((fanIn) => normal(Math.sqrt(1 / fanIn))),
  );
  expect(layers.map(([, { initialiser }]) => initialiser)).toEqual([0.1, 0.1, 0.1, 0].map(constant));
});

test('the Theano net starts by the rule of Glorot and Bengio, its last layer at 0', () => {
  const bounds = [6 / 150, 6 / 812.5, 6 / 1300].map((square) => ({
    kind: 'uniform',
    bound: Math.sqrt(square),
  }));
  expect(learning('theano-lenet').map(([{ initialiser }]) => initialiser)).toEqual([...bounds, constant(0)]);
});

test('norms of airbench94 and hlb-CIFAR10 learn 64 times as fast and decay as fast as weights do', () => {
  for (const [id, rate, decay] of [
    ['airbench94', 96, 2.07813e-5],
    ['hlb-cifar10', 97.6, 2.08906e-5],
  ] as const) {
    const norms = learning(id).filter(([{ initialiser }]) => initialiser.kind === 'constant');
    expect(norms).toHaveLength(6);
    for (const [bias] of norms) expect(bias).toEqual({ initialiser: constant(0), rate, decay });
  }
});

/** Dropout in the order of a net's layers. */
const dropouts = (id: string): number[] =>
  [...walk(presetOf(id).network.layers)].flatMap((element) =>
    !isParallel(element) && element.type === 'dropout' ? [element.rate as number] : [],
  );

test('dropout of the sparse nets rises in even steps to that of the last convolution', () => {
  const tenths = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5];
  expect(dropouts('graham-kaggle').map((rate) => Math.round(10 * rate))).toEqual(tenths);
  const steps = Array.from({ length: 13 }, (_, i) => i + 1);
  for (const [id, most] of [
    ['fmp', 0.5],
    ['fmp-small', 0.1],
  ] as const)
    expect(dropouts(id).map((rate) => (13 * rate) / most)).toEqual(
      steps.map((step) => expect.closeTo(step, 9)),
    );
});

/** Steps of a recipe on the 50,000 images of CIFAR-10 or the 60,000 of MNIST. */
function stepsOf(id: string): number {
  const { training, data } = presetOf(id);
  return Math.ceil((training.stopAfterEpochs * (data === 'mnist' ? 60_000 : 50_000)) / training.batch - 1e-6);
}

test.each([
  ['caffe-lenet', 10_000],
  ['caffe-quick', 5_000],
  ['caffe-full', 70_000],
  ['conv-local-11pct', 203_125],
  ['torch7-very-deep', 20 * 28_125],
  ['resnet-20', 64_063],
  ['airbench94', 484],
])('%s takes %i steps', (id, steps) => expect(stepsOf(id)).toBe(steps));

describe('what the rate is multiplied by', () => {
  /** After so many steps. */
  const after = (id: string, step: number) => {
    const { training, data } = presetOf(id);
    const perStep = training.batch / (data === 'mnist' ? 60_000 : 50_000);
    return rateFactor(training, step * perStep, perStep);
  };

  test.each([
    ['caffe-lenet', 10_000, 2 ** -0.75],
    ['caffe-quick', 3_999, 1],
    ['caffe-quick', 4_000, 0.1],
    ['caffe-full', 60_000, 0.1],
    ['caffe-full', 65_000, 0.01],
    ['torch7-very-deep', 19 * 28_125, 1 / (1 + 5e-6 * 19 * 28_125)],
    ['resnet-20', 32_000, 1],
    ['resnet-20', 32_100, 0.1],
    ['resnet-20', 48_100, 0.01],
    ['graham-kaggle', 200_000, Math.exp(-1)],
    ['fmp-small', 100_000, Math.exp(-1)],
  ])('%s after %i steps', (id, step, factor) => expect(after(id, step)).toBeCloseTo(factor, 9));
});
