// Where one looks.
import { expect, test } from 'vitest';
import { createProbe, pixelOf, placeOfPixel } from './probe.ts';

const shape = { height: 8, width: 16, channels: 4 };

test('the middle, then what is pinned, then what is under the pointer', () => {
  const probe = createProbe();
  expect(pixelOf(probe.getState(), shape, 3)).toEqual({ cell: 3, x: 8, y: 4 });
  probe.setState({ pinned: { x: 0, y: 1 } });
  expect(pixelOf(probe.getState(), shape, 3)).toEqual({ cell: 3, x: 0, y: 7 });
  probe.setState({ hover: { cell: 1, x: 0.5, y: 0.49 } });
  expect(pixelOf(probe.getState(), shape, 3)).toEqual({ cell: 1, x: 8, y: 3 });
});

test('the place of a pixel is read back as that pixel, also beyond the border', () => {
  for (const [x, y] of [
    [0, 0],
    [15, 7],
    [3, 5],
  ])
    expect(pixelOf({ hover: null, pinned: placeOfPixel(x, y, shape) }, shape, 0)).toMatchObject({ x, y });
  expect(pixelOf({ hover: null, pinned: placeOfPixel(-3, 99, shape) }, shape, 0)).toMatchObject({
    x: 0,
    y: 7,
  });
});
