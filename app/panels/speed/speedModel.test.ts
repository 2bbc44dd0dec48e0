// The numbers of the speed panel, worked out by hand.
import { describe, expect, test } from 'vitest';
import type { CallTiming } from '../../../engine/worker/protocol.ts';
import { middleMean, mostSamples, roundingOf, timesOf, withStep } from './samples.ts';
import { bytesPerSecond, flopsPerSecond, layerSpeeds, secondsTo, sumOf } from './speedModel.ts';

const call = (
  layer: string,
  pass: CallTiming['pass'],
  milliseconds: number,
  flops = 0,
  op: CallTiming['op'] = 'convForward',
): CallTiming => ({ layer, pass, milliseconds, flops, op, bytes: 1000 });

const step = [
  call('input', 'input', 0.5),
  call('conv1', 'forward', 2, 4e6),
  call('pool1', 'forward', 0.5),
  call('conv1', 'backward', 3, 4e6),
  call('conv1', 'backward', 1, 2e6),
  call('conv1', 'update', 0.75),
  call('', 'update', 0.25),
];

describe('samples', () => {
  test('are worth the mean of their middle half', () => {
    expect(middleMean([5])).toBe(5);
    expect(middleMean([1, 2, 4])).toBeCloseTo(7 / 3, 12);
    expect(middleMean([100, 2, 4, 0])).toBe(3);
    expect(middleMean([1, 1, 2, 3, 4, 5, 90, 90])).toBe(3.5);
  });

  test('gather call by call, and the oldest goes', () => {
    let held = withStep(null, 'webgpu', [call('a', 'forward', 99)]);
    for (let i = 0; i < mostSamples; i++) held = withStep(held, 'webgpu', [call('a', 'forward', 2)]);
    expect(held.steps).toHaveLength(mostSamples);
    expect(timesOf(held)).toEqual([call('a', 'forward', 2)]);
  });

  test('begin afresh with another net or engine', () => {
    const held = withStep(withStep(null, 'wasm', step), 'wasm', step);
    expect(held.steps).toHaveLength(2);
    expect(withStep(held, 'webgpu', step).steps).toHaveLength(1);
    expect(withStep(held, 'wasm', step.slice(1)).steps).toHaveLength(1);
  });

  test('know a clock that rounds', () => {
    const held = (...times: number[]) =>
      withStep(
        null,
        '',
        times.map((time) => call('a', 'forward', time)),
      );
    expect(roundingOf(held(0, 0.1, 0.30000000000000004, 2.7))).toBe(0.1);
    expect(roundingOf(held(0, 0.065536, 0.131072))).toBe(0.065536);
    expect(roundingOf(held(0.1, 0.235))).toBeNull();
    expect(roundingOf(held(0, 0))).toBeNull();
  });
});

describe('layers', () => {
  const rows = layerSpeeds(step, ['conv1', 'relu1', 'pool1']);

  test('stand in the order of the net, input and update at its ends', () => {
    expect(rows.map(({ id }) => id)).toEqual(['input', 'conv1', 'relu1', 'pool1', 'softmax', 'update']);
    expect(rows[1]).toEqual({
      id: 'conv1',
      milliseconds: 6,
      forward: 2,
      backward: 4,
      flops: 10e6,
      bytes: 3000,
      timed: true,
    });
    expect(rows[2]).toMatchObject({ milliseconds: 0, timed: false });
    expect(rows[5]).toMatchObject({ milliseconds: 1, forward: 0, backward: 0 });
  });

  test('add up to the step: 8 ms, 10 million operations, 1.25 GFLOP/s', () => {
    const whole = sumOf(rows);
    expect(whole).toEqual({ milliseconds: 8, flops: 10e6, bytes: 7000 });
    expect(flopsPerSecond(whole)).toBeCloseTo(1.25e9, 0);
    expect(bytesPerSecond(whole)).toBeCloseTo(875_000, 6);
    expect(rows.reduce((sum, row) => sum + row.milliseconds / whole.milliseconds, 0)).toBeCloseTo(1, 12);
  });

  test('without arithmetic or time have no rate', () => {
    expect(flopsPerSecond(rows[3])).toBeNull();
    expect(flopsPerSecond({ milliseconds: 0, flops: 5, bytes: 5 })).toBeNull();
    expect(bytesPerSecond({ milliseconds: 0, flops: 5, bytes: 5 })).toBeNull();
  });
});

test('a quarter of an epoch of 50,000 images at 1,000 a second takes 12.5 s', () => {
  expect(secondsTo(3, 2.75, 50_000, 1000)).toBeCloseTo(12.5, 9);
  expect(secondsTo(3, 2.75, 50_000, 0)).toBeNull();
  expect(secondsTo(2, 2.75, 50_000, 1000)).toBeNull();
});
