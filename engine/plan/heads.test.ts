// Auxiliary heads against an independent framework in double precision (tools/fixtures/make_heads.py): the losses, and
// every gradient of the net's own loss plus 0.3 of those of two heads.
import { expect, test } from 'vitest';
import { metricWords } from '../ops/runState.ts';
import { parseDocument } from '../spec/document.ts';
import { loadDoubles } from '../testing/layerFixtures.ts';
import { Net } from '../testing/net.ts';
import { analyse } from './analyse.ts';
import { headsOf } from './emitHeads.ts';

const { tensors, metadata } = loadDoubles('heads');
const labels: number[] = JSON.parse(metadata.labels);
const losses: Record<'end' | 'early' | 'late', number> = JSON.parse(metadata.losses);

const document = parseDocument(metadata.document);

async function netAfterPasses(): Promise<Net> {
  const options = { purpose: 'train', classes: 4, batch: labels.length, precision: 'float64' } as const;
  const net = new Net(document, options);
  net.view('input.output').set(tensors.get('x')!);
  net.view('labels').set(labels);
  for (const { name } of net.plan.parameters) net.view(name).set(tensors.get(name)!);
  await net.run('forward', 'backward');
  return net;
}

test('the reported loss is that of the end; each head has its own', async () => {
  const net = await netAfterPasses();
  expect(net.loss()).toBeCloseTo(losses.end, 12);
  expect(net.loss('early.head2.outcome')).toBeCloseTo(losses.early, 12);
  expect(net.loss('late.head2.outcome')).toBeCloseTo(losses.late, 12);
  expect(net.objective()).toBeCloseTo(losses.end + 0.3 * (losses.early + losses.late), 12);
});

test('the losses of the heads are told beside that of the end', async () => {
  const net = await netAfterPasses();
  await net.run('update');
  const [loss, , , ...heads] = net.view('run.metrics').slice(0, metricWords + 2);
  const told = Object.fromEntries(headsOf(analyse(document, 4).elements).map((name, i) => [name, heads[i]]));
  expect(loss).toBeCloseTo(losses.end, 12);
  expect(Object.keys(told)).toHaveLength(2);
  expect(told['early.head2']).toBeCloseTo(losses.early, 12);
  expect(told['late.head2']).toBeCloseTo(losses.late, 12);
});

test('gradients of every parameter', async () => {
  const net = await netAfterPasses();
  expect(net.plan.parameters).toHaveLength(14);
  for (const { name } of net.plan.parameters) {
    const expected = tensors.get(`${name}.gradient`)!;
    const actual = net.view(`${name}.gradient`);
    expect(actual).toHaveLength(expected.length);
    const largest = Math.max(...expected.map(Math.abs));
    expected.forEach((value, i) => {
      expect(Math.abs(actual[i] - value) / largest, `${name}[${i}]`).toBeLessThan(1e-9);
    });
  }
});
