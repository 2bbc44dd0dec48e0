// Which neighbours are joined into one call, and which must stay apart.
import { expect, test } from 'vitest';
import { parseDocument } from '../spec/document.ts';
import { presetOf } from '../spec/presets/index.ts';
import { parseTraining } from '../spec/training.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';

const callsOf = (network: Parameters<typeof analyse>[0], purpose: 'train' | 'inspect' = 'train') =>
  buildPlan(analyse(network, 10), { purpose, training: parseTraining({}), data: { train: 0, test: 0 } })
    .programs[purpose]!;
const relus = (calls: ReturnType<typeof callsOf>) =>
  calls
    .filter(({ op }) => op === 'reluForward' || op === 'reluBackward')
    .map(({ op, layer }) => `${op} ${layer}`);
const preset = (id: string) => presetOf(id).network;

test('a ReLU after a convolution ends it, and its gradient ends the pass that made that gradient', () => {
  const calls = callsOf(preset('convnetjs-cifar10'));
  expect(relus(calls)).toEqual([]);
  const of = (op: string) => calls.filter((call) => call.op === op);
  expect(of('convForward').map(({ attributes }) => attributes.relu)).toEqual([1, 1, 1, 0]);
  expect(of('convForward').map(({ tensors }) => tensors.y)).toEqual([
    'relu1.output',
    'relu2.output',
    'relu3.output',
    'fc1.output',
  ]);
  expect(of('maxPoolBackward').map(({ tensors }) => [tensors.mask, tensors.dx])).toEqual(
    [3, 2, 1].map((i) => [`relu${i}.output`, `conv${i}.output.gradient`]),
  );
  expect(of('convBackwardInput').map(({ tensors }) => tensors.mask)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('between two convolutions the gradient of the input is masked', () => {
  const calls = callsOf(preset('small-vgg'));
  expect(relus(calls)).toEqual([]);
  const masks = calls.filter(({ op }) => op === 'convBackwardInput').map(({ tensors }) => tensors.mask);
  expect(masks).toEqual([
    'relu7.output',
    undefined,
    'relu5.output',
    undefined,
    'relu3.output',
    undefined,
    'relu1.output',
  ]);
});

test('a ReLU that follows something else stays a call of its own', () => {
  const input = { height: 8, width: 8, channels: 2 };
  const layers = [{ type: 'pool' }, { type: 'relu' }, { type: 'relu' }, { type: 'fc', units: 10 }];
  expect(relus(callsOf(parseDocument({ version: 1, input, layers })))).toEqual([
    'reluForward relu1',
    'reluForward relu2',
  ]);
  const after = relus(callsOf(preset('small-resnet')));
  expect(after.filter((call) => call.startsWith('reluForward')).length).toBe(3);
});

test('where every value is looked at nothing is joined', () => {
  const calls = callsOf(preset('convnetjs-cifar10'), 'inspect');
  expect(relus(calls)).toHaveLength(6);
  for (const { attributes, tensors } of calls) {
    expect(attributes.relu ?? 0).toBe(0);
    expect(tensors.mask).toBeUndefined();
  }
});
