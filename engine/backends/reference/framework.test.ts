// The reference engine against an independent framework: every output and gradient of a net that holds
// every layer without randomness, ten steps of every optimiser, with rates and decay of their own for some parameters,
// and the sizes of pools.
import { describe, expect, test } from 'vitest';
import { type Rounding, windowExtent } from '../../layers/geometry.ts';
import type { NumericArray } from '../../ops/op.ts';
import { optimiserSlots } from '../../spec/training.ts';
import { loadFrameworkFixture } from '../../testing/frameworkFixture.ts';
import { Net, type NetOptions } from '../../testing/net.ts';
import { hyperOf } from '../../train/hyper.ts';

const fixture = loadFrameworkFixture();
const { document, classes, batch, runs, tensors } = fixture;

/** The fixture's net at its initial weights. */
function netOf(options: Pick<NetOptions, 'purpose' | 'precision' | 'training'>): Net {
  const net = new Net(document, { classes, batch, ...options });
  for (const { name } of net.plan.parameters) net.view(name).set(tensors.get(`initial/${name}`)!.data);
  return net;
}

function giveBatch(net: Net, step: number): void {
  const { images, labels } = fixture.batchAt(step);
  const [input, truth] = [net.view('input.output'), net.view('labels')];
  input.set(images.subarray(0, input.length));
  truth.set(labels.subarray(0, truth.length));
}

/** Largest |actual - expected| over the largest |expected|. */
function relativeError(actual: NumericArray, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  let [difference, size] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    size = Math.max(size, Math.abs(expected[i]));
  }
  return difference / size;
}

/** float64 results agree up to the float32 rounding of the file. */
const tolerance = { float64: 1e-7, float32: 3e-6 };

describe.each(['float64', 'float32'] as const)('%s', (precision) => {
  const expectTensors = (net: Net, prefix: string): number => {
    const names = [...tensors.keys()].filter((name) => name.startsWith(prefix));
    for (const name of names)
      expect(relativeError(net.view(name.slice(prefix.length)), tensors.get(name)!.data), name).toBeLessThan(
        tolerance[precision],
      );
    return names.length;
  };

  test('every output and gradient of one image', async () => {
    const net = netOf({ purpose: 'inspect', precision });
    giveBatch(net, 0);
    await net.run('forward', 'backward');
    const activations = [...net.plan.tensors.keys()].filter((name) => /^\w+\.output$/.test(name));
    // Each activation and its gradient, except the gradient of the probabilities, which nobody computes.
    const expected = 2 * activations.length - 1 + net.plan.parameters.length;
    expect(expectTensors(net, 'single/')).toBe(expected);
  });

  test('loss and every parameter gradient of a batch', async () => {
    const net = netOf({ purpose: 'train', precision });
    giveBatch(net, 0);
    await net.run('forward', 'backward');
    expect(Math.abs(net.loss() / fixture.batchLoss - 1)).toBeLessThan(tolerance[precision]);
    expect(expectTensors(net, 'batch/')).toBe(net.plan.parameters.length);
  });

  test.each(runs)('ten steps of $name: losses and final weights', async ({ name, training, losses }) => {
    const net = netOf({ purpose: 'train', precision, training });
    net.view('run.hyper').set(hyperOf(training));
    net.view('run.schedule').fill(1);
    const steps: number[] = [];
    for (const step of losses.keys()) {
      giveBatch(net, step);
      await net.run('forward', 'backward', 'update');
      steps.push(net.loss());
    }
    const errors = steps.map((loss, step) => Math.abs(loss / losses[step] - 1));
    expect(Math.max(...errors)).toBeLessThan(precision === 'float64' ? 1e-12 : 1e-5);
    expect(expectTensors(net, `${name}/`)).toBe(net.plan.parameters.length);
  });
});

test('every optimiser has a run, and decay is of both kinds', () => {
  const settings = runs.map(({ training }) => training);
  expect(new Set(settings.map(({ optimiser }) => optimiser))).toEqual(new Set(Object.keys(optimiserSlots)));
  expect(new Set(settings.map(({ decay }) => decay))).toEqual(new Set(['coupled', 'decoupled']));
});

test('pools have the sizes of the framework', () => {
  for (const [input, kernel, stride, padding, floor, ceil] of fixture.poolSizes)
    for (const [rounding, size] of [
      ['floor', floor],
      ['ceil', ceil],
    ] as [Rounding, number | null][]) {
      const extent = windowExtent(
        { height: input, width: input, channels: 1 },
        { kernel, stride, padding, rounding },
        [],
      );
      expect(
        extent.ok ? extent.height : null,
        JSON.stringify({ input, kernel, stride, padding, rounding }),
      ).toBe(size);
    }
});
