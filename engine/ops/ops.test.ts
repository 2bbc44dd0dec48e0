// Odd cases of single ops: ties, values that are not finite, masks, counters and halted runs. The ordinary
// ones are checked by gradients and against an independent framework.
import { describe, expect, test } from 'vitest';
import { type OpName, ops } from './index.ts';
import type { NumericArray } from './op.ts';
import { outcomeLength, ringLength, runHyper, runHyperWords, runState, runStateWords } from './runState.ts';

const run = (op: OpName, tensors: Record<string, NumericArray>, attributes: Record<string, number>) =>
  ops[op].reference(tensors, attributes);
const floats = (...values: number[]) => Float32Array.from(values);

test.each(Object.entries(ops))(
  '%s names each role once, and its optional roles are not changed in place',
  (_, op) => {
    const roles = [...op.reads, ...op.writes, ...op.updates];
    expect(new Set(roles).size).toBe(roles.length);
    for (const role of op.optional) expect([...op.reads, ...op.writes]).toContain(role);
    expect(op.writes.length + op.updates.length).toBeGreaterThan(0);
  },
);

describe('max pooling', () => {
  const attributes = {
    batch: 1,
    inHeight: 2,
    inWidth: 2,
    channels: 1,
    outHeight: 1,
    outWidth: 1,
    kernelHeight: 2,
    kernelWidth: 2,
    strideHeight: 2,
    strideWidth: 2,
    padHeight: 0,
    padWidth: 0,
  };
  const pool = (x: Float32Array, changes: object = {}) => {
    const [y, winner, dx] = [floats(9), Uint32Array.of(9), floats(9, 9, 9, 9)];
    run('maxPoolForward', { x, y, winner }, { ...attributes, ...changes });
    run('maxPoolBackward', { dy: floats(1), winner, dx }, { ...attributes, ...changes });
    return { y: y[0], winner: winner[0], dx: [...dx] };
  };

  test('the first of equals wins and gets the whole gradient', () => {
    expect(pool(floats(1, 5, 5, 5))).toEqual({ y: 5, winner: 1, dx: [0, 1, 0, 0] });
  });
  test('padding never wins', () => {
    const padded = { padHeight: 1, padWidth: 1, kernelHeight: 2, kernelWidth: 2 };
    expect(pool(floats(-3, 0, 0, 0), padded)).toEqual({ y: -3, winner: 3, dx: [1, 0, 0, 0] });
  });
  test('not a number is not hidden', () => {
    expect(pool(floats(1, Number.NaN, 7, 8)).y).toBeNaN();
  });
  test('a window of minus infinity still has a winner inside', () => {
    const low = Number.NEGATIVE_INFINITY;
    expect(pool(floats(low, low, low, low))).toEqual({ y: low, winner: 0, dx: [1, 0, 0, 0] });
  });
});

describe('softmax cross-entropy', () => {
  const forward = (x: Float32Array, label: number) => {
    const [probabilities, outcome] = [new Float32Array(x.length), new Float32Array(2)];
    run(
      'softmaxCrossEntropyForward',
      { x, labels: Uint32Array.of(label), probabilities, outcome },
      { batch: 1, classes: x.length },
    );
    return { probabilities: [...probabilities], loss: outcome[0], predicted: outcome[1] };
  };
  test('of equal logits is ln of the number of classes, and predicts the first', () => {
    expect(forward(floats(2, 2, 2, 2), 3)).toEqual({
      probabilities: [0.25, 0.25, 0.25, 0.25],
      loss: Math.fround(Math.log(4)),
      predicted: 0,
    });
  });
  test('does not overflow, nor lose a small loss beside large logits', () => {
    const { loss, probabilities } = forward(floats(30_000, 29_990), 0);
    expect(loss).toBeCloseTo(Math.log1p(Math.exp(-10)), 9);
    expect(probabilities[0]).toBeCloseTo(1, 4);
    expect(forward(floats(30_000, -30_000), 1).loss).toBe(60_000);
  });
  test('shows what is not a number', () => {
    expect(forward(floats(0, Number.NaN), 0).loss).toBeNaN();
    expect(forward(floats(0, Number.POSITIVE_INFINITY), 0).loss).toBeNaN();
  });
});

test('relu passes what is not a number, and no gradient at zero', () => {
  const y = floats(-1, 0, 2, Number.NaN);
  run('reluForward', { y }, { count: 4 });
  expect([...y]).toEqual([0, 0, 2, Number.NaN]);
  const dx = floats(1, 1, 1, 1);
  run('reluBackward', { y, dx }, { count: 4 });
  expect([...dx]).toEqual([0, 0, 1, 0]);
});

describe('dropout', () => {
  const mask = (rate: number, step: number, stream = 16) => {
    const state = new Uint32Array(runStateWords);
    state[runState.step] = step;
    const y = new Float32Array(20_000).fill(1);
    run(
      'dropout',
      { y, state },
      { count: y.length, rate: Math.round(rate * 65_536), stream, pixels: 1, channels: 1 },
    );
    return y;
  };
  test.each([0.1, 0.5, 0.95])('at rate %f drops that share and keeps the mean', (rate) => {
    const y = mask(rate, 0);
    expect(y.filter((value) => value === 0).length / y.length).toBeCloseTo(rate, 1.9);
    expect(Math.max(...y)).toBeCloseTo(1 / (1 - rate), 2);
  });
  test('drops the same in the backward pass, other values in another step or layer', () => {
    expect(mask(0.5, 7)).toEqual(mask(0.5, 7));
    for (const other of [mask(0.5, 8), mask(0.5, 7, 17)]) {
      const agreeing = other.filter((value, i) => value === mask7[i]).length / other.length;
      expect(agreeing).toBeCloseTo(0.5, 1.9);
    }
  });
  const mask7 = mask(0.5, 7);
});

describe('metrics', () => {
  const step = (outcome: Float32Array, parts: number, already = 0) => {
    const state = new Uint32Array(runStateWords);
    state[runState.step] = ringLength + 2;
    state[runState.halted] = already;
    const ring = new Float32Array(3 * ringLength);
    const partial = new Float32Array(64).fill(parts);
    run('metrics', { outcome, labels: Uint32Array.of(1, 2), partial, state, ring }, { batch: 2, words: 3 });
    return { entry: [...ring.subarray(6, 9)], halted: state[runState.halted] };
  };
  test('mean loss, share right and gradient norm go to the entry of the step', () => {
    expect(step(floats(1, 1, 2, 0), 1)).toEqual({ entry: [1.5, 0.5, 8], halted: 0 });
  });
  test.each([
    ['loss', floats(Number.NaN, 1, 2, 0), 1],
    ['gradient', floats(1, 1, 2, 0), Number.POSITIVE_INFINITY],
  ])('a %s that is not finite halts', (_, outcome, parts) => {
    expect(step(outcome, parts).halted).toBe(1);
  });
  test('the mean loss of a head goes to its word of the entry', () => {
    const state = new Uint32Array(runStateWords);
    state[runState.step] = ringLength + 2;
    const ring = new Float32Array(5 * ringLength);
    run('headLoss', { outcome: floats(1, 1, 2, 0), state, ring }, { batch: 2, words: 5, word: 4 });
    expect([ring[14], ring.reduce((a, b) => a + b)]).toEqual([1.5, 1.5]);
  });
  test('a halted run reports no more', () => {
    expect(step(floats(1, 1, 2, 0), 1, 1)).toEqual({ entry: [0, 0, 0], halted: 1 });
  });
});

describe('a halted run', () => {
  const halted = new Uint32Array(runStateWords);
  halted[runState.halted] = 1;
  const hyper = new Float32Array(runHyperWords);
  hyper[runHyper.learningRate] = 1;

  const updates = Object.keys(ops).filter((op) => ops[op as OpName].updates.includes('w')) as OpName[];
  test.each(updates)('is not changed by %s', (op) => {
    const tensors = Object.fromEntries(
      [...ops[op].reads, ...ops[op].updates].map((role) => [role, floats(1, 2)]),
    );
    run(op, { ...tensors, hyper, state: halted }, { count: 2, rateFactor: 1, decayFactor: 1 });
    for (const role of ops[op].updates) expect([...tensors[role]]).toEqual([1, 2]);
  });

  test('keeps its counters', () => {
    const state = halted.slice();
    run('advance', { state }, { batch: 8 });
    expect(state).toEqual(halted);
    state[runState.halted] = 0;
    run('advance', { state }, { batch: 8 });
    expect([state[runState.step], state[runState.position]]).toEqual([1, 8]);
  });
});

test('outcomes are kept for the examples of the range alone, around the end of the list', () => {
  const state = new Uint32Array(runStateWords);
  state[runState.evaluateFrom] = outcomeLength - 1;
  state[runState.evaluateTo] = outcomeLength + 1;
  const outcomes = new Float32Array(2 * outcomeLength);
  run('recordOutcomes', { outcome: floats(1, 2, 3, 4, 5, 6), state, outcomes }, { batch: 3 });
  expect([...outcomes.subarray(-2), ...outcomes.subarray(0, 4)]).toEqual([1, 2, 3, 4, 0, 0]);
  run('advanceEvaluation', { state }, { batch: 3 });
  expect(state[runState.evaluateFrom]).toBe(outcomeLength + 2);
});

test('the norm of a gradient sums every value once', () => {
  const g = Float32Array.from({ length: 1000 }, (_, i) => i % 7);
  const partial = new Float32Array(64);
  run('gradientNorm', { g, partial }, { count: 1000 });
  expect(partial.reduce((a, b) => a + b)).toBe(g.reduce((sum, value) => sum + value * value, 0));
});
