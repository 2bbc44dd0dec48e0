// How weights start: size and shape of every distribution, as an independent framework has them, and the identity that
// Dirac begins as.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layerOf, layers } from '../layers/index.ts';
import type { ParameterSpec } from '../layers/layer.ts';
import { parseDocument } from '../spec/document.ts';
import { defaultSettings } from '../spec/fields.ts';
import { Net } from '../testing/net.ts';
import { initialValues } from './initialise.ts';

const input = { height: 9, width: 9, channels: 20 };

function valuesOf(settings: object, name = 'weight'): Float32Array {
  const conv = layerOf('conv')!;
  const all = { ...defaultSettings(conv.fields), filters: 40, kernel: 5, ...settings };
  const specs = conv.parameters(all as never, input);
  const index = specs.findIndex((spec) => spec.name === name);
  const spec = specs[index] as ParameterSpec;
  return initialValues({ ...spec, layer: 'conv1', stream: 16, index }, 7, () => []);
}

const deviationOf = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

/** Inputs and outputs of one value: 5*5*20 and 5*5*40. 20,000 draws give a deviation to about half a per cent. */
const [fanIn, fanOut] = [500, 1000];

describe('deviation of the weights', () => {
  const expected: [way: string, settings: object, deviation: number][] = [
    ['he', {}, Math.sqrt(2 / fanIn)],
    ['lecun', {}, Math.sqrt(1 / fanIn)],
    ['xavier', {}, Math.sqrt(2 / (fanIn + fanOut))],
    ['xavierFanIn', {}, Math.sqrt(1 / fanIn)],
    ['torch', {}, Math.sqrt(1 / (3 * fanIn))],
    ['torchPositive', {}, Math.sqrt(1 / (12 * fanIn))],
    ['gaussian', { initialScale: 0.0001 }, 0.0001],
    ['uniform', { initialScale: 0.3 }, 0.3 / Math.sqrt(3)],
    ['constant', { initialScale: 0.3 }, 0],
    ['signs', { initialScale: 0.3 }, 0.3],
  ];
  test.each(expected)('%s', (initial, settings, deviation) => {
    const values = valuesOf({ initial, ...settings });
    expect(values).toHaveLength(fanIn * 40);
    expect(Math.abs(deviationOf(values) - deviation)).toBeLessThanOrEqual(0.015 * deviation + 1e-7);
  });
});

/** See tools/fixtures/make_initials.py. */
interface Framework {
  scale: number;
  /** Kind and size of the weights by the way they start; of the biases too where these are drawn. */
  sizes: { layer: LayerSettings; channels: number; sizes: Record<string, [kind: string, size: number][]> }[];
  /** [row, column, channel, filter] of the weights that are 1. */
  dirac: { layer: LayerSettings; channels: number; ones: number[][] }[];
}
type LayerSettings = { type: string };

const file = new URL('../testing/fixtures/initials.json', import.meta.url);
const framework: Framework = JSON.parse(readFileSync(file, 'utf8'));

function specsOf(layer: LayerSettings, channels: number, settings: object): ParameterSpec[] {
  const definition = layerOf(layer.type)!;
  const all = { ...defaultSettings(definition.fields), ...layer, ...settings };
  return definition.parameters(all as never, { height: 1, width: 1, channels });
}

describe.each(framework.sizes)('as in an independent framework: $layer', ({ layer, channels, sizes }) => {
  test.each(Object.entries(sizes))('%s', (initial, expected) => {
    const specs = specsOf(layer, channels, { initial, initialScale: framework.scale });
    for (const [index, [kind, size]] of expected.entries()) {
      const key = kind === 'normal' ? 'deviation' : 'bound';
      expect(specs[index].initialiser).toEqual({ kind, [key]: expect.closeTo(size, 14) });
    }
  });
});

const offering = layers.filter(({ fields }) =>
  fields.some(
    (field) => field.kind === 'choice' && field.key === 'initial' && field.options.includes('dirac'),
  ),
);

test.each(offering.map(({ type }) => type))('%s, which offers Dirac, passes channels on', (type) => {
  const { fields, parameters } = layerOf(type)!;
  const settings = { ...defaultSettings(fields), initial: 'dirac' };
  const [spec] = parameters(settings as never, { height: 4, width: 4, channels: 6 });
  const values = initialValues({ ...spec, layer: 'one', stream: 16, index: 0 }, 7, () => []);
  expect(values.filter((value) => value === 1).length).toBeGreaterThanOrEqual(6);
});

test.each(framework.dirac)('Dirac passes on what it does in an independent framework: $layer', (one) => {
  const [{ shape, ...spec }] = specsOf(one.layer, one.channels, { initial: 'dirac' });
  const values = initialValues({ ...spec, shape, layer: 'conv1', stream: 16, index: 0 }, 7, () => []);
  const [, width, channels, filters] = shape;
  const ones = [...values.keys()].filter((i) => values[i] === 1);
  const places = ones.map((i) => {
    const pixel = Math.floor(i / filters / channels);
    return [Math.floor(pixel / width), pixel % width, Math.floor(i / filters) % channels, i % filters];
  });
  expect(places).toEqual(one.ones);
  // The other weights of a filter that passes a channel on are 0.
  const passing = new Set(one.ones.map(([, , , filter]) => filter));
  expect(values.filter((value, i) => passing.has(i % filters) && value !== 0)).toHaveLength(ones.length);
});

test('uniform draws reach their bound and stay inside it', () => {
  const largest = Math.max(...valuesOf({ initial: 'xavier' }).map(Math.abs));
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(0.999 * bound);
});

test('biases are 0, what is asked for, or drawn as by Torch', () => {
  expect([...valuesOf({}, 'bias')]).toEqual(new Array(40).fill(0));
  expect([...valuesOf({ initialBias: 0.5 }, 'bias')]).toEqual(new Array(40).fill(0.5));
  const drawn = valuesOf({ initial: 'torch' }, 'bias').map(Math.abs);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(1 / Math.sqrt(fanIn));
  expect(Math.max(...drawn)).toBeGreaterThan(0.8 / Math.sqrt(fanIn));
});

test('the positive start of Torch is the sizes of its draws, biases too', () => {
  for (const name of ['weight', 'bias'])
    expect(valuesOf({ initial: 'torchPositive' }, name)).toEqual(
      valuesOf({ initial: 'torch' }, name).map(Math.abs),
    );
});

test.each([3, 2])(
  'a convolution with a kernel of %i and Dirac weights passes its channels on',
  async (kernel) => {
    const size = { height: 4, width: 4, channels: 3 };
    const conv = { id: 'one', type: 'conv', filters: 3, kernel, padding: 1, bias: false, initial: 'dirac' };
    const document = parseDocument({ version: 1, input: size, layers: [conv, { type: 'fc', units: 2 }] });
    const net = new Net(document, { purpose: 'inspect', classes: 2, batch: 1, precision: 'float64' }).fill(1);
    net.view('one.weight').set(initialValues(net.plan.parameters[0], 1, () => []));
    await net.run('forward');
    const [x, y] = [net.view('input.output'), net.view('one.output')];
    const width = kernel === 3 ? 4 : 5;
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 4; column++)
        for (let c = 0; c < 3; c++)
          expect(y[(row * width + column) * 3 + c]).toBe(x[(row * 4 + column) * 3 + c]);
  },
);
