// Batches: every example once in a pass, also across its end; mirror and shift as said, and as often as said.
import { describe, expect, test } from 'vitest';
import { type ImageAttributes, mirrorModes, orderedExample, trainingWindow } from './imageWindow.ts';
import { ops } from './index.ts';
import { runState, runStateWords } from './runState.ts';

function stateWith(values: Partial<Record<keyof typeof runState, number>>): Uint32Array {
  const state = new Uint32Array(runStateWords);
  for (const [key, value] of Object.entries(values)) state[runState[key as keyof typeof runState]] = value;
  return state;
}

describe('order', () => {
  test('each pass takes every example once, whatever the batch', () => {
    const state = stateWith({ seed: 4, trainCount: 37 });
    for (let pass = 0; pass < 3; pass++) {
      const taken = Array.from({ length: 37 }, (_, i) => orderedExample(state, 37 * pass + i));
      expect(new Set(taken).size).toBe(37);
    }
  });

  test('a new order begins where it is told to, with the pass it is told', () => {
    const old = stateWith({ seed: 4, trainCount: 37 });
    const grown = stateWith({ seed: 4, trainCount: 50, orderStart: 20, orderEpoch: 1 });
    const taken = Array.from({ length: 50 }, (_, i) => orderedExample(grown, 20 + i));
    expect(new Set(taken).size).toBe(50);
    const sameCount = stateWith({ seed: 4, trainCount: 37, orderStart: 20, orderEpoch: 1 });
    expect(orderedExample(sameCount, 25)).toBe(orderedExample(old, 37 + 5));
  });
});

const sizes: ImageAttributes = {
  batch: 1,
  height: 2,
  width: 3,
  channels: 2,
  imageHeight: 2,
  imageWidth: 3,
  imageChannels: 2,
  reflect: 0,
  scatter: 0,
  cells: 0,
};

describe('windows', () => {
  const count = 20_000;
  const { random, alternating } = mirrorModes;
  const windows = (a: Partial<ImageAttributes>, words: Parameters<typeof stateWith>[0]) => {
    const state = stateWith({ seed: 9, trainCount: 1000, ...words });
    return Array.from({ length: count }, (_, position) =>
      trainingWindow({ ...sizes, ...a }, state, position),
    );
  };
  type Draws = ReturnType<typeof windows>;
  const share = (draws: Draws, test: (draw: Draws[number]) => boolean) => draws.filter(test).length / count;

  test('mirror half of the images', () => {
    expect(share(windows({}, { mirror: random }), ({ mirrored }) => mirrored)).toBeCloseTo(0.5, 2);
  });

  test('shift by every distance equally often, independently of the other axis and the mirror', () => {
    const draws = windows({}, { mirror: random, shift: 2 });
    for (let y = -2; y <= 2; y++)
      for (let x = -2; x <= 2; x++)
        for (const flipped of [false, true])
          expect(
            share(draws, ({ top, left, mirrored }) => top === y && left === x && mirrored === flipped),
          ).toBeCloseTo(1 / 50, 2.3);
  });

  test('smaller than the image lie at every place inside it equally often', () => {
    const draws = windows({ imageHeight: 4, imageWidth: 4 }, {});
    for (const [y, x] of [0, 1, 2].flatMap((y) => [0, 1].map((x) => [y, x])))
      expect(share(draws, ({ top, left }) => top === y && left === x)).toBeCloseTo(1 / 6, 1.8);
  });

  test('smaller than the image reach beyond it by the shift', () => {
    const tops = windows({ imageHeight: 4 }, { shift: 1 }).map(({ top }) => top);
    expect([...new Set(tops)].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3]);
  });

  test('larger than the image have it in their middle, or up to the shift from there', () => {
    expect(new Set(windows({ height: 7, width: 8 }, {}).map(({ top, left }) => `${top} ${left}`))).toEqual(
      new Set(['-3 -3']),
    );
    const tops = windows({ height: 7 }, { shift: 1 }).map(({ top }) => top);
    expect([...new Set(tops)].sort((a, b) => a - b)).toEqual([-4, -3, -2]);
  });

  test('do nothing when all is off', () => {
    for (const window of windows({}, {})) expect(window).toEqual({ mirrored: false, top: 0, left: 0 });
  });

  test('alternating: about half are mirrored in the first epoch, then every image the other way round', () => {
    const trainCount = 1000;
    const state = stateWith({ seed: 9, trainCount, mirror: alternating });
    const epochs = [0, 1, 2].map((epoch) => {
      const images = Array.from({ length: trainCount }, (_, i) => epoch * trainCount + i);
      return new Map(
        images.map((at) => [orderedExample(state, at), trainingWindow(sizes, state, at).mirrored]),
      );
    });
    expect([...epochs[0].values()].filter(Boolean).length / trainCount).toBeCloseTo(0.5, 1);
    for (const [example, first] of epochs[0]) {
      expect(epochs[1].get(example)).toBe(!first);
      expect(epochs[2].get(example)).toBe(first);
    }
  });
});

describe('gathering', () => {
  // Image i holds 100 i + 10 channel + position, planar.
  const images = Uint8Array.from({ length: 24 }, (_, i) => {
    const [image, inside] = [Math.floor(i / 12), i % 12];
    return 100 * image + 10 * Math.floor(inside / 6) + (inside % 6);
  });
  const imageLabels = Uint8Array.of(7, 5);
  const scale = Float32Array.of(2, 1, 0.5, -1);

  const gather = (
    op: 'gatherBatch' | 'gatherRange',
    state: Uint32Array,
    more: Record<string, number> = {},
    tensors: Record<string, Float32Array> = {},
  ) => {
    const a = { ...sizes, ...(op === 'gatherRange' ? { mirror: 0, down: 0, right: 0 } : {}), ...more };
    const x = new Float32Array(a.batch * a.height * a.width * a.channels);
    const labels = new Uint32Array(a.batch);
    ops[op].reference({ images, imageLabels, scale, state, x, labels, ...tensors }, a);
    return { x: [...x], labels: [...labels] };
  };
  const second = stateWith({ evaluateFrom: 1, evaluateTo: 2 });
  const pixel = (at: number) => [2 * (100 + at) + 0.5, 110 + at - 1];

  test('turns planes of bytes into pixels, scaled and offset by channel', () => {
    const { x, labels } = gather('gatherRange', second);
    expect(labels).toEqual([5]);
    expect(x).toEqual([0, 1, 2, 3, 4, 5].flatMap(pixel));
  });

  test('takes the mean image away before that', () => {
    const mean = Float32Array.from({ length: 12 }, (_, i) => i);
    const { x } = gather('gatherRange', second, {}, { mean });
    const expected = [0, 1, 2, 3, 4, 5].flatMap((at) => [2 * 100 + 0.5, 110 + at - (6 + at) - 1]);
    expect(x).toEqual(expected);
  });

  test('a grey net adds the channels up; a colour net sees a grey image in each', () => {
    const { x } = gather('gatherRange', second, { channels: 1 });
    expect(x).toEqual([0, 1, 2, 3, 4, 5].map((at) => 2 * (100 + at) + 0.5 + 110 + at - 1));
    const grey = gather(
      'gatherRange',
      stateWith({ evaluateTo: 1 }),
      { imageChannels: 1 },
      {
        scale: Float32Array.of(2, 1),
      },
    );
    expect(grey.x).toEqual([0, 1, 2, 3, 4, 5].flatMap((at) => [2 * at + 1, 2 * at + 1]));
  });

  test('a smaller net sees the middle of a test image, a larger one has it in its middle', () => {
    expect(gather('gatherRange', second, { height: 1, width: 1 }).x).toEqual(pixel(1));
    const none = [0, 0];
    const rows = [[0, 1, 2].flatMap(pixel), [3, 4, 5].flatMap(pixel)];
    const expected = [...rows.flatMap((row) => [...none, ...row, ...none]), ...Array(5).fill(none).flat()];
    expect(gather('gatherRange', second, { height: 3, width: 5 }).x.slice(10)).toEqual(expected.slice(0, 20));
  });

  test('reflects without repeating the edge', () => {
    const { x } = gather('gatherRange', second, { reflect: 1, right: -2, height: 1 });
    expect(x).toEqual([2, 1, 0].flatMap(pixel));
    const mirrored = gather('gatherRange', second, { reflect: 1, right: -2, height: 1, mirror: 1 });
    expect(mirrored.x).toEqual([0, 1, 2].flatMap(pixel));
  });

  test('rows past the end of a range repeat its last example', () => {
    const { labels } = gather('gatherRange', stateWith({ evaluateFrom: 0, evaluateTo: 1 }), { batch: 3 });
    expect(labels).toEqual([7, 7, 7]);
  });

  test('mirrors, then shifts; what comes in from outside is 0', () => {
    const seen = new Set<string>();
    for (let position = 0; position < 200; position++) {
      const state = stateWith({ seed: 3, trainCount: 2, position, mirror: mirrorModes.random, shift: 1 });
      const { x } = gather('gatherBatch', state);
      const example = orderedExample(state, position);
      const { mirrored, top, left } = trainingWindow(sizes, state, position);
      seen.add(`${mirrored} ${top} ${left}`);
      const rows = [0, 1].map((row) => [0, 1, 2].map((column) => 100 * example + 3 * row + column));
      const turned = mirrored ? rows.map((row) => row.toReversed()) : rows;
      const expected = [0, 1].flatMap((y) =>
        [0, 1, 2].flatMap((column) => {
          const byte = turned[y + top]?.[column + left];
          return byte === undefined ? [0, 0] : [2 * byte + 0.5, byte + 10 - 1];
        }),
      );
      expect(x).toEqual(expected);
    }
    expect(seen.size).toBe(18);
  });
});
