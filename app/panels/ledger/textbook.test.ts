// VGG16 as its table in courses has it, with the sum that the table really has.
import { describe, expect, test } from 'vitest';
import { analyse } from '../../../engine/plan/analyse.ts';
import { presetOf } from '../../../engine/spec/presets/index.ts';
import { mostImages, textbook } from './textbook.ts';

const report = analyse(presetOf('vgg16').network, 10);
const plain = { keepActivations: false, gradients: false, slots: 0, batch: 1 };

test('line by line', () => {
  const { rows } = textbook(report, plain);
  expect(rows.map(({ values }) => values)).toEqual([
    150_528, 3_211_264, 3_211_264, 802_816, 1_605_632, 1_605_632, 401_408, 802_816, 802_816, 802_816, 200_704,
    401_408, 401_408, 401_408, 100_352, 100_352, 100_352, 100_352, 25_088, 4096, 4096, 1000,
  ]);
  expect(rows.map(({ parameters }) => parameters).filter(Boolean)).toEqual([
    1792, 36_928, 73_856, 147_584, 295_168, 590_080, 590_080, 1_180_160, 2_359_808, 2_359_808, 2_359_808,
    2_359_808, 2_359_808, 102_764_544, 16_781_312, 4_097_000,
  ]);
});

describe('sums', () => {
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  test('values in place, with outputs of ReLUs, with gradients', () => {
    expect(textbook(report, plain).values).toBe(15_237_608);
    expect(mebibytes(textbook(report, plain).imageBytes)).toBe('58.1');
    const kept = { ...plain, keepActivations: true };
    expect(textbook(report, kept).values).toBe(28_793_320);
    expect(mebibytes(textbook(report, kept).imageBytes)).toBe('109.8');
    expect(textbook(report, { ...kept, gradients: true }).imageBytes).toBe(8 * 28_793_320);
  });

  test('parameters alone, and with gradients and momentum', () => {
    expect(mebibytes(textbook(report, plain).parameterBytes)).toBe('527.8');
    const training = { ...plain, gradients: true, slots: 1 };
    expect(mebibytes(textbook(report, training).parameterBytes)).toBe('1583.4');
  });

  test('images that fit beside the parameters on cards', () => {
    const training = textbook(report, { keepActivations: true, gradients: true, slots: 1, batch: 32 });
    expect(training.totalBytes).toBe(32 * 8 * 28_793_320 + 12 * 138_357_544);
    expect([1, 3, 4, 6, 12].map((card) => mostImages(training, card * 2 ** 30))).toEqual([0, 6, 11, 20, 48]);
  });
});
