// Layers against an independent framework, in double precision: the output of every case, and the gradients of its
// input and parameters that a given gradient of the output has. Before the layers stands a convolution that passes
// the input on, so that there is a gradient of the input; after them a layer for the loss, whose share is left out.
// Where figures run along in training: these after a step, and the output in evaluation, which is made of them.
import { describe, expect, test } from 'vitest';
import type { NumericArray } from '../ops/op.ts';
import type { PlanParameter } from '../plan/plan.ts';
import { parseDocument, walk } from '../spec/document.ts';
import { loadFrameworkFixture } from '../testing/frameworkFixture.ts';
import { type LayerFixture, loadLayerFixtures } from '../testing/layerFixtures.ts';
import { Net } from '../testing/net.ts';
import { layers } from './index.ts';

const families = ['lrn', 'activations', 'batchNorm', 'groupNorm', 'pool', 'windows'];
const tolerance = 1e-9;
const classes = 2;

function netOf({ title, input, layers, batch }: LayerFixture): Net {
  const pass = { id: 'pass', type: 'conv', filters: input.channels, groups: input.channels, kernel: 1 };
  const end = { id: 'end', type: 'fc', units: classes };
  const document = parseDocument({ version: 1, name: title, input, layers: [pass, ...layers, end] });
  const net = new Net(document, { purpose: 'train', classes, batch, precision: 'float64' });
  net.view('pass.weight').fill(1);
  return net;
}

/** Largest |actual - expected| over the largest |expected|. */
function relativeError(actual: NumericArray, expected: Float64Array): number {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value))) / largest;
}

const typesOf = (fixture: LayerFixture): string[] => fixture.layers.map(({ type }) => type);

/** Whether a parameter is learned, and so has a gradient; the others are figures that run along. */
const isLearned = ({ frozen }: PlanParameter) => !frozen;

test('every layer type is compared, here or in a whole net, unless it draws masks or must come first', () => {
  const net = [...walk(loadFrameworkFixture().document.layers)].map(({ type }) => type);
  const compared = new Set([...families.flatMap(loadLayerFixtures).flatMap(typesOf), ...net]);
  const missing = layers.filter(({ type, readsImages }) => !readsImages && !compared.has(type));
  expect(missing.map(({ type }) => type)).toEqual(['dropout']);
});

describe.each(families)('%s', (family) => {
  test.each(loadLayerFixtures(family))('$title', async (fixture) => {
    const { layers, tensors } = fixture;
    const net = netOf(fixture);
    const expectNear = (name: string, tensor: string) =>
      expect(relativeError(net.view(name), tensors.get(tensor)!), tensor).toBeLessThan(tolerance);
    const ids = layers.map(({ id }) => id);
    const ofLayers = ({ layer }: { layer: string }) => ids.includes(layer);
    const parameters = net.plan.parameters.filter(ofLayers);
    const running = parameters.filter((one) => !isLearned(one));

    net.view('input.output').set(tensors.get('x')!);
    for (const { name } of parameters) net.view(name).set(tensors.get(name)!);
    await net.run('forward');
    const last = ids[ids.length - 1];
    expectNear(`${last}.output`, 'output');

    net.view(`${last}.output.gradient`).set(tensors.get('dy')!);
    await net.runCalls(net.calls('backward').filter(ofLayers));
    expectNear('pass.output.gradient', 'x.gradient');
    for (const { name } of parameters.filter(isLearned)) expectNear(`${name}.gradient`, `${name}.gradient`);

    await net.runCalls(net.calls('update').filter((call) => ofLayers(call) && call.op === 'updateRunning'));
    for (const { name } of running) expectNear(name, `${name}.after`);
    if (running.length > 0) {
      await net.runCalls(net.plan.programs.evaluateTest!.filter(ofLayers));
      expectNear(`${last}.output`, 'evaluated');
    }
    expect(tensors.size).toBe(4 + 2 * parameters.length + (running.length > 0 ? 1 : 0));
  });
});
