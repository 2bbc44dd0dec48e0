// Every loss and its gradient against an independent framework, in double precision, and what scores that are all
// alike cost. Gradients are also checked by differences, among the cases of layers.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type NetworkDocument, parseDocument } from '../../spec/document.ts';
import { Net } from '../../testing/net.ts';
import { chanceOf, losses } from './index.ts';

interface Case {
  loss: { type: string };
  classes: number;
  x: number[];
  labels: number[];
  value: number;
  gradient: number[];
}

const file = new URL('../../testing/fixtures/losses.json', import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(file, 'utf8'));

/** A net that hands scores on to a loss unchanged. */
const documentOf = (loss: object, classes: number): NetworkDocument =>
  parseDocument({
    version: 1,
    input: { height: 1, width: 1, channels: classes },
    layers: [{ id: 'pass', type: 'fc', units: classes }],
    loss,
  });

function netOf(document: NetworkDocument, batch: number): Net {
  const classes = document.input.channels;
  const net = new Net(document, { purpose: 'train', classes, batch, precision: 'float64' });
  for (let k = 0; k < classes; k++) net.view('pass.weight')[k * classes + k] = 1;
  return net;
}

test('the framework has a case of every loss', () =>
  expect(new Set(cases.map(({ loss }) => loss.type))).toEqual(new Set(losses.map(({ type }) => type))));

test.each(cases.map((one) => [JSON.stringify(one.loss), one.classes, one] as const))(
  '%s of %i classes',
  async (_, classes, { loss, x, labels, value, gradient }) => {
    const net = netOf(documentOf(loss, classes), labels.length);
    net.view('input.output').set(x);
    net.view('labels').set(labels);
    await net.run('forward', 'backward');
    expect(net.loss()).toBeCloseTo(value, 12);
    const actual = net.view('pass.output.gradient');
    gradient.forEach((expected, i) => {
      expect(actual[i], `[${i}]`).toBeCloseTo(expected, 12);
    });
  },
);

test.each(losses.map(({ type }) => type))(
  '%s of scores that are all alike is what it says of chance',
  async (type) => {
    const document = documentOf({ type }, 10);
    const net = netOf(document, 4);
    await net.run('forward');
    expect(net.loss()).toBeCloseTo(chanceOf(document.loss, 10).value, 12);
  },
);

test('tests measure the cross-entropy without smoothing', () => {
  const { programs } = netOf(documentOf({ type: 'softmax', labelSmoothing: 0.1 }, 3), 2).plan;
  const smoothed = Object.entries(programs).filter(([, calls]) =>
    calls.some(({ op }) => op === 'labelSmoothingForward'),
  );
  expect(smoothed.map(([name]) => name)).toEqual(['train']);
});
