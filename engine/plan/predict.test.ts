// Predictions against numbers worked out by hand, and against what the formula was first published with.
import { describe, expect, test } from 'vitest';
import { presetOf } from '../spec/presets/index.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';
import { deviceClasses } from './deviceClasses.ts';
import { type CallWork, predict, predictWithBand, workOf } from './predict.ts';

/** 1 TFLOP/s, 100 GB/s, 10 cores. */
const device = { id: 'round', name: '', flopsPerSecond: 1e12, bytesPerSecond: 100e9, cores: 10, source: '' };
const m2 = deviceClasses.find(({ id }) => id === 'm2')!;

const product = (flops: number, channels = 64, workgroups = 100): CallWork => ({
  flops,
  bytes: 0,
  product: { channels, workgroups },
});
const work = (id: string, batch: number) => {
  const { network, training } = presetOf(id);
  const data = { train: 50_000, test: 10_000 };
  return workOf(
    buildPlan(analyse(network, 10), { purpose: 'train', training: { ...training, batch }, data }),
  );
};

describe('one call', () => {
  const arithmetic = (call: CallWork) => predict([call], 1, device).seconds.arithmetic;

  test('of arithmetic: 3 GFLOP at 30 % of 1 TFLOP/s take 10 ms', () => {
    expect(arithmetic(product(3e9))).toBeCloseTo(10e-3, 9);
  });

  test('takes twice as long below 32 channels, and again below 2 workgroups for each core', () => {
    expect(arithmetic(product(3e9, 31))).toBeCloseTo(20e-3, 9);
    expect(arithmetic(product(3e9, 32, 19))).toBeCloseTo(20e-3, 9);
    expect(arithmetic(product(3e9, 31, 19))).toBeCloseTo(40e-3, 9);
    expect(arithmetic(product(3e9, 32, 20))).toBeCloseTo(10e-3, 9);
  });

  test('of memory: 700 MB at 70 % of 100 GB/s take 10 ms', () => {
    const { seconds } = predict([{ flops: 1e6, bytes: 700e6, product: null }], 1, device);
    expect(seconds.memory).toBeCloseTo(10e-3, 9);
    expect(seconds.arithmetic).toBe(0);
  });
});

test('a step of ten small calls: 5 us and 30 us each, and a 64th of a submission of 2.6 ms', () => {
  const small = Array.from({ length: 10 }, () => ({ flops: 10, bytes: 10, product: null }));
  const { secondsPerStep, imagesPerSecond } = predict(small, 32, device);
  expect(secondsPerStep).toBeCloseTo(10 * 35e-6 + 2.6e-3 / 64, 9);
  expect(imagesPerSecond).toBeCloseTo(32 / secondsPerStep, 9);
});

test('steps of 24 ms go two to a submission, and one of 60 ms alone', () => {
  const step = (milliseconds: number) =>
    predict([product(milliseconds * 0.3e9 - 0.03 * 0.3e9)], 1, device).secondsPerStep;
  expect(step(24)).toBeCloseTo(24e-3 + 1.3e-3, 9);
  expect(step(60)).toBeCloseTo(60e-3 + 2.6e-3, 9);
});

test('workgroups of conv1 of the ConvNetJS net: 32 images of 1,024 pixels in tiles of 64 by 32', () => {
  const forward = work('convnetjs-cifar10', 32).find(({ product }) => product)!;
  expect(forward.product).toEqual({ channels: 16, workgroups: (32 * 1024) / 64 });
  expect(forward.flops).toBe(2 * 32 * 1_228_800);
});

test('the parts of a prediction add up', () => {
  const { seconds, secondsPerStep } = predict(work('small-resnet', 32), 32, m2);
  expect(seconds.arithmetic + seconds.memory + seconds.starting).toBeCloseTo(secondsPerStep, 12);
});

// Published with the formula: 1,100 (550 to 1,700) and 20,000 (10,000 to 30,000), without the time that calls
// need to start, which the efficiency does not shorten: hence the lower upper ends here.
test.each([
  ['small-vgg', 1047, 553, 1486],
  ['convnetjs-cifar10', 16_655, 9904, 21_590],
])('an M2 with 64 images of %s at a time: %i images/s, %i to %i', (id, expected, low, high) => {
  const { imagesPerSecond, band } = predictWithBand(work(id, 64), 64, m2);
  expect(Math.round(imagesPerSecond)).toBe(expected);
  expect(band.map(Math.round)).toEqual([low, high]);
});
