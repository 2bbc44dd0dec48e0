// The command line of the training tool: what it understands, and what it says of mistakes.
import { describe, expect, test } from 'vitest';
import { presets } from '../../engine/spec/presets/index.ts';
import { trainingFields } from '../../engine/spec/training.ts';
import { parseOptions, USAGE, UsageError } from './options.ts';

const parse = (line: string) => parseOptions(line.split(' ').filter(Boolean));

test('without options the first preset trains one epoch on CIFAR-10 with seed 1', () => {
  expect(parse('')).toEqual({
    source: { kind: 'preset', id: presets[0].id },
    data: 'cifar10',
    duration: { unit: 'epochs', amount: 1 },
    seed: 1,
    backend: 'auto',
    engine: { fused: false, half: false },
    settings: {},
    save: null,
    json: false,
    help: false,
  });
});

test('every option is read', () => {
  const line =
    '--network a.json --data shapes --steps 7 --seed 9 --batch 8 --backend reference --half --save b --json';
  expect(parse(`${line} --set learningRate=0.5 --set nesterov=true --set optimiser=adam`)).toEqual({
    source: { kind: 'network', file: 'a.json' },
    data: 'shapes',
    duration: { unit: 'steps', amount: 7 },
    seed: 9,
    backend: 'reference',
    engine: { fused: false, half: true },
    settings: { batch: 8, learningRate: 0.5, nesterov: true, optimiser: 'adam' },
    save: 'b',
    json: true,
    help: false,
  });
});

test.each(presets.map(({ id, training }) => [id, training.stopAfterEpochs] as const))(
  'the recipe %s has a length of its own, and trains on CIFAR-10 unless told',
  (id, epochs) => {
    const source = { kind: 'preset', id };
    expect(epochs).toBeGreaterThan(0);
    expect(parse(`--recipe ${id}`)).toMatchObject({ source, data: 'cifar10', duration: null });
    expect(parse(`--recipe ${id} --steps 3 --data shapes`)).toMatchObject({
      source,
      data: 'shapes',
      duration: { unit: 'steps', amount: 3 },
    });
  },
);

test('a saved run brings its own data and seed', () => {
  expect(parse('--load run.safetensors --epochs 0.5')).toMatchObject({
    source: { kind: 'saved', file: 'run.safetensors' },
    data: null,
    duration: { unit: 'epochs', amount: 0.5 },
  });
});

describe('a mistake is one sentence', () => {
  const mistakes: [string, RegExp][] = [
    ['--nothing 1', /Unknown option '--nothing'; --help/],
    ['--preset', /'--preset <value>' argument missing; --help/],
    ['extra', /Unexpected argument 'extra'/],
    ['--preset a --network b', /only one of --preset, --network/],
    ['--recipe a --preset b', /only one of --recipe, --preset/],
    ['--load a --seed 2', /brings its own seed/],
    ['--load a --data shapes', /brings its own data/],
    ['--steps 1 --epochs 1', /only one of --epochs, --steps/],
    ['--steps 1.5', /whole number from 1 .*"1.5"/],
    ['--epochs 0', /number above 0, not "0"/],
    ['--epochs many', /number above 0, not "many"/],
    ['--seed -1', /Option '--seed' argument is ambiguous/],
    ['--seed=-1', /whole number from 0 .*"-1"/],
    ['--backend gpu', /webgpu, wasm or reference, not "gpu"/],
    ['--set rate=1', /no training setting "rate"; known settings: optimiser/],
    ['--set nesterov=yes', /nesterov is true or false, not "yes"/],
    ['--set l2=', /l2 needs a number, not ""/],
  ];
  test.each(mistakes)('%s', (line, sentence) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(sentence);
    try {
      parse(line);
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
});

test('the help names every preset and every setting', () => {
  for (const word of [...presets.map(({ id }) => id), ...trainingFields.map(({ key }) => key)])
    expect(USAGE).toContain(word);
});
