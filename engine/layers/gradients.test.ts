// Gradients of every layer type, every kind of block and the loss against central differences in float64,
// over the whole table of cases. A difference quotient means nothing across a kink or a tie, nor where a
// dead relu leaves no gradient: seeds that put a value there are passed over, by looking at the signs of
// every relu and the winners of every max pool and maxout before and after each displacement.
import { describe, expect, test } from 'vitest';
import type { NumericArray } from '../ops/op.ts';
import { caseClasses, caseDocument, type LayerCase, layerCases } from '../testing/layerCases.ts';
import { Net } from '../testing/net.ts';
import { layers } from './index.ts';

const step = 1e-3;
const tolerance = 1e-6;

/** Central differences of fourth order of what is minimised in each value of a tensor, or null across a kink. */
async function differences(net: Net, tensor: string): Promise<Float64Array | null> {
  const values = net.view(tensor);
  await net.run('forward');
  const side = net.side();
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const losses: number[] = [];
    for (const offset of [1, -1, 2, -2]) {
      values[i] = value + offset * step;
      await net.run('forward');
      if (net.side() !== side) return null;
      losses.push(net.objective());
    }
    values[i] = value;
    result[i] = (8 * (losses[0] - losses[1]) - (losses[2] - losses[3])) / (12 * step);
  }
  return result;
}

/**
 * The error of every value relative to the value. A value smaller than 1e-4 of the largest one of its
 * tensor is measured against that, because the quotient itself is rounded to about 1e-13.
 */
function expectClose(actual: NumericArray, expected: Float64Array, name: string): void {
  const floor = 1e-4 * Math.max(...expected.map(Math.abs));
  for (let i = 0; i < actual.length; i++) {
    const scale = Math.max(Math.abs(actual[i]), Math.abs(expected[i]), floor);
    const error = Math.abs(actual[i] - expected[i]) / scale;
    expect(error, `${name}[${i}]: ${actual[i]} should be ${expected[i]}`).toBeLessThan(tolerance);
  }
}

/** Checks the gradients of `tensors`; false where the net's values do not allow it. */
async function checkGradients(net: Net, tensors: readonly string[]): Promise<boolean> {
  for (const tensor of tensors) {
    const expected = await differences(net, tensor);
    if (!expected || Math.max(...expected.map(Math.abs)) < 1e-3) return false;
    await net.run('forward', 'backward');
    expectClose(net.view(`${tensor}.gradient`), expected, tensor);
  }
  return true;
}

async function checkWithFittingSeed(net: Net, tensors: readonly string[]): Promise<void> {
  for (let seed = 1; seed <= 20; seed++) if (await checkGradients(net.fill(seed), tensors)) return;
  expect.fail('no seed keeps this case away from kinks');
}

const netOf = (one: LayerCase, purpose: 'train' | 'inspect') =>
  new Net(caseDocument(one), { purpose, classes: caseClasses, batch: one.batch, precision: 'float64' });

const parameterNames = (net: Net) =>
  net.plan.parameters.filter(({ frozen }) => !frozen).map(({ name }) => name);

/** Gives an inspecting net the weights of a training one, and one example of its batch. */
function copyExample(from: Net, to: Net, example: number): void {
  to.view('parameters').set(from.view('parameters'));
  const size = to.view('input.output').length;
  to.view('input.output').set(from.view('input.output').subarray(example * size, (example + 1) * size));
  to.view('labels')[0] = from.view('labels')[example];
}

test('every layer type has cases, and they hold that type', () => {
  for (const { type } of layers) {
    expect(layerCases[type]?.length, type).toBeGreaterThan(0);
    for (const one of layerCases[type])
      expect(JSON.stringify(one.layers), `${type}: ${one.title}`).toContain(`"type":"${type}"`);
  }
});

for (const [type, cases] of Object.entries(layerCases))
  describe(type, () => {
    test.each(cases)('$title: parameters, written in place, whole batch', async (one) => {
      const net = netOf(one, 'train');
      await checkWithFittingSeed(net, parameterNames(net));
    });

    test.each(cases)('$title: input and parameters, every value kept apart', async (one) => {
      const net = netOf(one, 'inspect');
      await checkWithFittingSeed(net, ['input.output', ...parameterNames(net)]);
    });

    const exact = cases.filter(({ layers }) => !/dropout|batchNorm|fractional/.test(JSON.stringify(layers)));
    test.each(exact)('$title: in place and apart agree', async (one) => {
      const [training, inspecting] = [netOf(one, 'train').fill(1), netOf(one, 'inspect').fill(1)];
      await training.run('forward', 'backward');
      const names = parameterNames(training);
      const sums = new Map(names.map((name) => [name, new Float64Array(training.view(name).length)]));
      let loss = 0;
      for (let example = 0; example < one.batch; example++) {
        copyExample(training, inspecting, example);
        await inspecting.run('forward', 'backward');
        loss += inspecting.objective() / one.batch;
        for (const [name, sum] of sums)
          inspecting.view(`${name}.gradient`).forEach((g, i) => {
            sum[i] += g / one.batch;
          });
      }
      expect(training.objective()).toBeCloseTo(loss, 12);
      for (const [name, sum] of sums)
        training.view(`${name}.gradient`).forEach((g, i) => {
          expect(g, `${name}[${i}]`).toBeCloseTo(sum[i], 12);
        });
    });
  });
