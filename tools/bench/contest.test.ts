// The order of windows, and what becomes of a contestant that fails, with runners that only count.
import { expect, test } from 'vitest';
import { contest, failed, lossDifferences, type Runner } from './contest.ts';

const log: string[] = [];

/** Takes `milliseconds` a step by its own account; its losses are 2, 1, 1, 1 ... times `scale`. */
function fake(name: string, milliseconds: number, scale = 1, failAt = Number.POSITIVE_INFINITY): Runner {
  let done = 0;
  return {
    name,
    prepare: async () => {},
    async train(steps) {
      if (done >= failAt) throw new Error(`${name} broke`);
      log.push(`${name}${steps}`);
      const losses = Array.from({ length: steps }, () => (done++ === 0 ? 2 : 1) * scale);
      return { milliseconds: milliseconds * steps, losses };
    },
    stop: async () => {
      log.push(`${name} stopped`);
    },
  };
}

const conditions = { windows: 3, windowSeconds: 1, limitSeconds: 10 };

test('windows come in turn, as many steps in each as fill it', async () => {
  log.length = 0;
  const outcomes = await contest([fake('a', 10), fake('b', 400), fake('c', 5000)], conditions);
  const starts = ['a1', 'a1', 'a1', 'a10', 'b1', 'b1', 'b1', 'c1', 'c1', 'c1'];
  expect(log).toEqual([...starts, ...['a100', 'b3', 'c1', 'a100', 'b3', 'c1', 'a100', 'b3', 'c1']]);
  expect(outcomes).toEqual([
    {
      name: 'a',
      losses: [2, 1, 1],
      millisecondsPerStep: 10,
      leastPerStep: 10,
      spread: 0,
      stepsPerWindow: 100,
    },
    {
      name: 'b',
      losses: [2, 1, 1],
      millisecondsPerStep: 400,
      leastPerStep: 400,
      spread: 0,
      stepsPerWindow: 3,
    },
    {
      name: 'c',
      losses: [2, 1, 1],
      millisecondsPerStep: 5000,
      leastPerStep: 5000,
      spread: 0,
      stepsPerWindow: 1,
    },
  ]);
});

test('one that fails is reported with its error, and the others go on', async () => {
  const outcomes = await contest([fake('a', 500), fake('b', 500, 1, 2), fake('c', 500, 1, 4)], conditions);
  expect(outcomes.map((one) => (failed(one) ? one.error : one.millisecondsPerStep))).toEqual([
    500,
    'b broke',
    'c broke',
  ]);
});

test('losses that are not finite are a failure', async () => {
  const [outcome] = await contest([fake('a', 500, Number.NaN)], conditions);
  expect(outcome).toEqual({ name: 'a', error: 'a loss was not finite' });
});

test('one that computes something else stands out', async () => {
  const outcomes = await contest([fake('a', 500), fake('b', 500), fake('c', 500, 1.5)], conditions);
  expect([...lossDifferences(outcomes)]).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', 0.5],
  ]);
});
