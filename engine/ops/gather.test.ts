// Batches: every example once in a pass, also across its end; mirror and shift as said, and as often as said.
import { describe, expect, test } from 'vitest';
import { augmentation, orderedExample } from './gather.ts';
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

describe('augmentation', () => {
  const count = 20_000;
  const state = stateWith({ seed: 9, flip: 1, shift: 2 });
  const draws = Array.from({ length: count }, (_, position) => augmentation(state, position));
  const share = (test: (draw: (typeof draws)[number]) => boolean) => draws.filter(test).length / count;

  test('mirrors half of the images', () => {
    expect(share(({ mirrored }) => mirrored)).toBeCloseTo(0.5, 2);
  });

  test('shifts by every distance equally often, independently of the other axis and the mirror', () => {
    for (let y = -2; y <= 2; y++)
      for (let x = -2; x <= 2; x++)
        for (const flipped of [false, true])
          expect(
            share(({ shiftY, shiftX, mirrored }) => shiftY === y && shiftX === x && mirrored === flipped),
          ).toBeCloseTo(1 / 50, 2.3);
  });

  test('never goes further than it is told, and does nothing when it is off', () => {
    expect(share(({ shiftY, shiftX }) => Math.max(Math.abs(shiftY), Math.abs(shiftX)) <= 2)).toBe(1);
    const off = stateWith({ seed: 9 });
    for (let position = 0; position < 100; position++)
      expect(augmentation(off, position)).toEqual({ mirrored: false, shiftY: 0, shiftX: 0 });
  });
});

describe('gathering', () => {
  const attributes = { batch: 1, height: 2, width: 3, channels: 2 };
  // Image i holds 100 i + 10 channel + position, planar.
  const images = Uint8Array.from({ length: 24 }, (_, i) => {
    const [image, inside] = [Math.floor(i / 12), i % 12];
    return 100 * image + 10 * Math.floor(inside / 6) + (inside % 6);
  });
  const imageLabels = Uint8Array.of(7, 5);
  const scale = Float32Array.of(2, 1, 0.5, -1);

  const gather = (op: 'gatherBatch' | 'gatherRange', state: Uint32Array, batch = 1) => {
    const x = new Float32Array(12 * batch);
    const labels = new Uint32Array(batch);
    ops[op].reference({ images, imageLabels, scale, state, x, labels }, { ...attributes, batch });
    return { x, labels };
  };

  test('turns planes of bytes into pixels, scaled and offset by channel', () => {
    const { x, labels } = gather('gatherRange', stateWith({ evaluateFrom: 1, evaluateTo: 2 }));
    expect([...labels]).toEqual([5]);
    const pixels = [0, 1, 2, 3, 4, 5].flatMap((at) => [2 * (100 + at) + 0.5, 110 + at - 1]);
    expect([...x]).toEqual(pixels);
  });

  test('rows past the end of a range repeat its last example', () => {
    const { labels } = gather('gatherRange', stateWith({ evaluateFrom: 0, evaluateTo: 1 }), 3);
    expect([...labels]).toEqual([7, 7, 7]);
  });

  test('mirrors, then shifts; what comes in from outside is 0', () => {
    const seen = new Set<string>();
    for (let position = 0; position < 200; position++) {
      const state = stateWith({ seed: 3, trainCount: 2, position, flip: 1, shift: 1 });
      const { x } = gather('gatherBatch', state);
      const example = orderedExample(state, position);
      const { mirrored, shiftY, shiftX } = augmentation(state, position);
      seen.add(`${mirrored} ${shiftY} ${shiftX}`);
      const rows = [0, 1].map((row) => [0, 1, 2].map((column) => 100 * example + 3 * row + column));
      const turned = mirrored ? rows.map((row) => row.toReversed()) : rows;
      const expected = [0, 1].flatMap((y) =>
        [0, 1, 2].flatMap((column) => {
          const byte = turned[y - shiftY]?.[column - shiftX];
          return byte === undefined ? [0, 0] : [2 * byte + 0.5, byte + 10 - 1];
        }),
      );
      expect([...x]).toEqual(expected);
    }
    expect(seen.size).toBe(18);
  });
});
