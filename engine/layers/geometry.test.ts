// The rule (W - F + 2P)/S + 1: sizes with all roundings, and what is said and offered when none is.
import { describe, expect, test } from 'vitest';
import { sentence } from '../spec/messages.ts';
import { type Rounding, type WindowSettings, windowExtent } from './geometry.ts';

const square = (size: number) => ({ height: size, width: size, channels: 3 });
const settings = (kernel: number, stride: number, padding: number, rounding: Rounding): WindowSettings => ({
  kernel,
  stride,
  padding,
  rounding,
});
const sizeOf = (...[input, ...rest]: [number, number, number, number, Rounding]) => {
  const extent = windowExtent(square(input), settings(...rest), ['floor', 'ceil']);
  return extent.ok ? extent.height : null;
};

describe('sizes', () => {
  test.each<[string, number, number, number, number, Rounding, number | null]>([
    ['keeps the size', 32, 5, 1, 2, 'exact', 32],
    ['halves', 32, 2, 2, 0, 'exact', 16],
    ['AlexNet', 227, 11, 4, 0, 'exact', 55],
    ['AlexNet over 224 is not whole', 224, 11, 4, 0, 'exact', null],
    ['ResNet, rounded down', 224, 7, 2, 3, 'floor', 112],
    ['Caffe CIFAR-10 quick', 32, 3, 2, 0, 'ceil', 16],
    ['SqueezeNet', 111, 3, 2, 0, 'ceil', 55],
    ['rounded up is whole already', 5, 3, 2, 0, 'ceil', 2],
    ['a last window that would start in the far padding is dropped', 5, 4, 3, 3, 'ceil', 3],
    ['and one that starts on the last pixel is not', 5, 3, 4, 1, 'ceil', 2],
    ['stride far over kernel', 3, 1, 4, 0, 'ceil', 1],
    ['the only window hangs over', 2, 3, 2, 0, 'ceil', 1],
    ['but not without that rounding', 2, 3, 2, 0, 'floor', null],
    ['nor by a whole stride', 2, 5, 2, 0, 'ceil', null],
    ['one pixel', 1, 1, 1, 0, 'exact', 1],
    ['cuda-convnet without padding is Caffe', 32, 3, 2, 0, 'leading', 16],
    ['and with it has one window fewer', 32, 3, 2, 1, 'leading', 16],
    ['than Caffe', 32, 3, 2, 1, 'ceil', 17],
    ['cuda-convnet, the last window hangs over', 32, 3, 2, 2, 'leading', 17],
    ['padding as large as the window', 8, 3, 1, 3, 'exact', null],
  ])('%s', (_, input, kernel, stride, padding, rounding, size) => {
    expect(sizeOf(input, kernel, stride, padding, rounding)).toBe(size);
  });

  test('the last window of a rounded size starts inside the image, and no further one would', () => {
    for (let input = 1; input <= 9; input++)
      for (let kernel = 1; kernel <= 5; kernel++)
        for (let stride = 1; stride <= 6; stride++)
          for (let padding = 0; padding < kernel; padding++)
            for (const rounding of ['floor', 'ceil'] as const) {
              const size = sizeOf(input, kernel, stride, padding, rounding);
              if (size === null) continue;
              const start = (index: number) => index * stride - padding;
              expect(start(size - 1)).toBeLessThan(input);
              const whole = start(size - 1) + kernel <= input + padding;
              expect(
                rounding === 'floor'
                  ? whole
                  : start(size - 1) - stride + kernel < input + padding || size === 1,
              ).toBe(true);
            }
  });

  test('height and width follow their own numbers', () => {
    const extent = windowExtent(
      { height: 6, width: 9, channels: 1 },
      { kernel: [3, 2], stride: [1, 2], padding: [1, 0], rounding: 'floor' },
      ['floor'],
    );
    expect(extent).toEqual({ ok: true, height: 6, width: 4 });
  });
});

const diagnose = (
  size: number,
  window: WindowSettings,
  roundings: readonly Rounding[] = ['floor', 'ceil'],
) => {
  const extent = windowExtent(square(size), window, roundings);
  if (extent.ok) throw new Error('this window fits');
  const { code, values, field, fixes } = extent.diagnostic;
  const offers = fixes.map((fix) => [fix.field, fix.value, `${fix.output.height}×${fix.output.width}`]);
  return { sentence: sentence(code, values), field, offers };
};

describe('what is said and offered', () => {
  test('not whole', () => {
    expect(diagnose(32, settings(5, 4, 0, 'exact'))).toEqual({
      sentence: '(32 - 5 + 2*0)/4 + 1 = 7.75 is not whole',
      field: 'stride',
      offers: [
        ['kernel', 4, '8×8'],
        ['stride', 3, '10×10'],
        ['rounding', 'floor', '7×7'],
      ],
    });
  });

  test('window larger than the image', () => {
    expect(diagnose(4, settings(20, 2, 0, 'exact'))).toEqual({
      sentence: 'the 20 window is larger than the 4 input with its padding: (4 - 20 + 2*0)/2 + 1 = -7',
      field: 'kernel',
      offers: [
        ['kernel', 4, '1×1'],
        ['padding', 8, '1×1'],
      ],
    });
  });

  test('padding as large as the window', () => {
    expect(diagnose(8, settings(3, 1, 5, 'exact'))).toEqual({
      sentence: 'padding 5 is not smaller than the 3 window',
      field: 'padding',
      offers: [
        ['kernel', 6, '13×13'],
        ['padding', 2, '10×10'],
      ],
    });
  });

  test('the largest kernel is not made larger', () => {
    const { offers } = diagnose(66, settings(64, 4, 0, 'exact'));
    expect(offers[0]).toEqual(['kernel', 62, '2×2']);
  });

  test('where the sides differ only the one at fault changes', () => {
    const window: WindowSettings = { kernel: [1, 7], stride: [1, 2], padding: [0, 3], rounding: 'exact' };
    expect(diagnose(32, window).offers).toEqual([
      ['kernel', [1, 6], '32×17'],
      ['stride', [1, 1], '32×32'],
      ['rounding', 'floor', '32×16'],
    ]);
  });
});
