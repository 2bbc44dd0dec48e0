// Random transforms: nothing where nothing is asked for, as far as told and no further, and known pictures turned,
// zoomed and recoloured as one can work out by hand.
import { describe, expect, test } from 'vitest';
import { type ImageAttributes, mirrorModes } from './imageWindow.ts';
import { ops } from './index.ts';
import { runState, runStateWords } from './runState.ts';
import { augmentSetting, augmentSettings, transformWords } from './warp.ts';

const sizes: ImageAttributes = {
  batch: 1,
  height: 3,
  width: 3,
  channels: 3,
  imageHeight: 3,
  imageWidth: 3,
  imageChannels: 3,
  reflect: 0,
  scatter: 0,
  cells: 0,
};

function stateWith(words: Partial<Record<keyof typeof runState, number>>): Uint32Array {
  const state = new Uint32Array(runStateWords);
  for (const [key, value] of Object.entries({ seed: 5, trainCount: 8, ...words }))
    state[runState[key as keyof typeof runState]] = value;
  return state;
}

function transformsOf(
  settings: Partial<Record<keyof typeof augmentSetting, number>>,
  words: Parameters<typeof stateWith>[0],
  a = sizes,
): Float64Array {
  const given = new Float64Array(augmentSettings);
  for (const [key, value] of Object.entries(settings))
    given[augmentSetting[key as keyof typeof augmentSetting]] = value;
  const transforms = new Float64Array(a.batch * transformWords);
  ops.drawTransforms.reference({ state: stateWith(words), settings: given, transforms }, { ...a });
  return transforms;
}

const images = Uint8Array.from({ length: 8 * 27 }, (_, i) => (i * 37) % 256);
const identityScale = Float64Array.of(1, 1, 1, 0, 0, 0);

function batchOf(
  op: 'gatherBatch' | 'warpBatch',
  a: ImageAttributes,
  state: Uint32Array,
  transforms: Float64Array,
) {
  const x = new Float64Array(a.batch * a.height * a.width * a.channels);
  const labels = new Uint32Array(a.batch);
  const imageLabels = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7);
  const tensors = { images, imageLabels, scale: identityScale, state, transforms, x, labels };
  ops[op].reference(tensors, { ...a });
  return { x, labels };
}

describe('without any setting', () => {
  test.each([0, 1])('a batch is what gathering makes of it, reflected %i', (reflect) => {
    const a = { ...sizes, batch: 16, height: 2, width: 4, reflect };
    const words = { mirror: mirrorModes.random, shift: 2 };
    const state = stateWith(words);
    const expected = batchOf('gatherBatch', a, state, new Float64Array());
    const { x, labels } = batchOf('warpBatch', a, state, transformsOf({}, words, a));
    expect(labels).toEqual(expected.labels);
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(expected.x[i], 9);
  });
});

describe('draws', () => {
  const batch = 4000;
  const draws = (settings: Parameters<typeof transformsOf>[0]) => {
    const all = transformsOf(settings, {}, { ...sizes, batch });
    return Array.from({ length: batch }, (_, i) =>
      all.subarray(i * transformWords, (i + 1) * transformWords),
    );
  };
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  test('zoom is by as much either way, both axes alike, the middle staying where it is', () => {
    const logs = draws({ zoom: 0.5 }).map((t) => {
      expect(t[4]).toBe(t[0]);
      expect(t[0] + t[1] + t[2]).toBeCloseTo(1, 9);
      return Math.log(t[0]);
    });
    expect(Math.max(...logs.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(mean(logs)).toBeCloseTo(0, 1.5);
    expect(mean(logs.map((one) => one * one))).toBeCloseTo(0.25 / 3, 2);
  });

  test('rotation is uniform to both sides', () => {
    const angles = draws({ rotation: 1 }).map((t) => Math.atan2(t[3], t[0]));
    expect(Math.max(...angles.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(mean(angles)).toBeCloseTo(0, 1.3);
    expect(mean(angles.map((one) => one * one))).toBeCloseTo(1 / 3, 1.6);
  });

  test('stretch is of each axis by itself', () => {
    const both = draws({ stretch: 0.3 }).map((t) => [Math.log(t[0]), Math.log(t[4])]);
    expect(mean(both.map(([y, x]) => y * x))).toBeCloseTo(0, 2);
    expect(mean(both.map(([y]) => y * y))).toBeCloseTo(0.09 / 3, 2);
  });

  test('brightness, contrast about mid-grey, saturation that keeps the luminance', () => {
    for (const t of draws({ brightness: 0.2 })) {
      expect(Math.abs(t[6] - 1)).toBeLessThanOrEqual(0.2);
      expect([t[7], t[10], t[15]]).toEqual([0, t[6], 0]);
    }
    for (const t of draws({ contrast: 0.2 })) expect(127.5 * t[6] + t[15]).toBeCloseTo(127.5, 9);
    for (const t of draws({ saturation: 0.9 })) {
      expect(t[6] + t[7] + t[8]).toBeCloseTo(1, 9);
      expect(0.299 * t[6] + 0.587 * t[9] + 0.114 * t[12]).toBeCloseTo(0.299, 9);
    }
  });

  test('colour noise is normal along the axis, and the same for all pixels', () => {
    const noise = draws({ colourNoise: 0.1, colourAxes: 50 }).map((t) => t[15]);
    expect(mean(noise)).toBeCloseTo(0, 0.3);
    expect(Math.sqrt(mean(noise.map((one) => one * one)))).toBeCloseTo(5, 0.3);
  });
});

describe('pictures', () => {
  /** Image 0 through the transform given, one channel of it. */
  const warped = (words: readonly number[], a = sizes) => {
    const transforms = Float64Array.from({ length: transformWords }, (_, i) => words[i] ?? 0);
    for (const own of [6, 10, 14]) if (words.length <= 6) transforms[own] = 1;
    const state = stateWith({ trainCount: 1 });
    return Array.from(batchOf('warpBatch', a, state, transforms).x);
  };
  const byte = (c: number, y: number, x: number) => images[9 * c + 3 * y + x];

  test('a quarter turn', () => {
    // Row y of the picture reads column y, from the bottom.
    const x = warped([0, -1, 2, 1, 0, 0]);
    const expected = [0, 1, 2].flatMap((py) =>
      [0, 1, 2].flatMap((px) => [0, 1, 2].map((c) => byte(c, 2 - px, py))),
    );
    expect(x).toEqual(expected);
  });

  test('half a pixel to the right mixes two neighbours, the last with nothing', () => {
    const x = warped([1, 0, 0, 0, 1, 0.5]);
    expect(x[0]).toBe((byte(0, 0, 0) + byte(0, 0, 1)) / 2);
    expect(x[6]).toBe(byte(0, 0, 2) / 2);
  });

  test('colours are mixed by the matrix, then offset', () => {
    const x = warped([1, 0, 0, 0, 1, 0, 0, 1, 0, 0.5, 0.5, 0, 0, 0, 2, 10, 20, 30]);
    const [r, g, b] = [0, 1, 2].map((c) => byte(c, 0, 0));
    expect(x.slice(0, 3)).toEqual([g + 10, (r + g) / 2 + 20, 2 * b + 30]);
  });
});

describe('cutout', () => {
  test('a square of zeros around a pixel drawn uniformly, cut off at the edges', () => {
    const [batch, side] = [3000, 3];
    const x = new Float64Array(batch * 5 * 6).fill(1);
    const a = { batch, height: 5, width: 6, channels: 1 };
    ops.cutout.reference({ state: stateWith({ cutout: side }), x }, a);
    const hits = Array.from({ length: 30 }, (_, at) => {
      let count = 0;
      for (let n = 0; n < batch; n++) if (x[30 * n + at] === 0) count++;
      return count / batch;
    });
    expect(hits[2 * 6 + 3]).toBeCloseTo(9 / 30, 1.5);
    expect(hits[0]).toBeCloseTo(4 / 30, 1.5);
    expect(hits[3]).toBeCloseTo(6 / 30, 1.5);
  });
});
