// Sizes of fractional pools as in Graham's program, and boundaries drawn: they cover the map, in steps of one and two.
import { describe, expect, test } from 'vitest';
import { boundaryWords, fractionalBoundaries, walkOf } from '../ops/fractionalPool.ts';
import { runState, runStateWords } from '../ops/runState.ts';
import { analyse, streamsOf, walkReports } from '../plan/analyse.ts';
import { parseDocument } from '../spec/document.ts';
import { Net } from '../testing/net.ts';
import { layerOf } from './index.ts';

const pooled = (size: number, settings: object = {}) => {
  const input = { height: size, width: size, channels: 1 };
  const layers = [{ type: 'fractionalPool', ...settings }];
  return analyse(parseDocument({ version: 1, input, layers }), 10).elements[0];
};

test.each([1.26, 2 ** (1 / 3)])('the sizes of Graham (2014) follow from the ratio %s', (ratio) => {
  const sizes = [93, 57, 44, 34, 26, 20, 15, 11, 8, 5, 3];
  const outputs = sizes.map((size) => pooled(size, { ratio }).output.height);
  expect(outputs).toEqual([74, 45, 35, 27, 21, 16, 12, 9, 6, 4, 2]);
  expect(pooled(73, { ratio }).output.height).toBe(58);
});

test('where windows cannot begin one or two pixels after each other, disjoint ones are offered if they can', () => {
  expect(pooled(2, { ratio: 1 }).diagnostic).toMatchObject({
    code: 'fractional.size',
    values: { input: 2, output: 2 },
    fixes: [{ field: 'overlapping', value: false, output: { height: 2, width: 2, channels: 1 } }],
  });
  expect(pooled(1, { ratio: 1.26 }).diagnostic!.values).toEqual({ input: 1, output: 1 });
});

describe('boundaries', () => {
  const geometry = { inHeight: 25, inWidth: 16, outHeight: 20, outWidth: 13, stream: 20, training: 1 };
  const drawn = (
    settings: { overlapping: number; random: number; training?: number },
    step: number,
    look = 0,
  ) => {
    const state = new Uint32Array(runStateWords);
    state[runState.seed] = 3;
    state[runState.step] = step;
    state[runState.look] = look;
    const boundaries = new Uint32Array(2 * boundaryWords(geometry));
    fractionalBoundaries.reference({ state, boundaries }, { ...geometry, ...settings });
    return boundaries;
  };
  const kinds = [0, 1].flatMap((overlapping) => [0, 1].map((random) => ({ overlapping, random })));

  test.each(kinds)('reach from end to end in steps of 1 and 2: %o', (kind) => {
    for (let step = 0; step < 50; step++) {
      const boundaries = drawn(kind, step);
      for (const [axis, inputs, outputs] of [
        [0, 25, 20],
        [1, 16, 13],
      ]) {
        const { length, steps } = walkOf(inputs, outputs, kind.overlapping);
        const line = [...boundaries.subarray(axis * 21, axis * 21 + steps + 1)];
        expect([line[0], line[steps]]).toEqual([0, length]);
        const advances = line.slice(1).map((place, j) => place - line[j]);
        expect(advances.filter((advance) => advance === 2)).toHaveLength(length - steps);
        expect(advances.filter((advance) => advance === 1)).toHaveLength(2 * steps - length);
      }
    }
  });

  test.each(kinds)(
    'are drawn afresh for each batch, and the same for all in evaluation but for each look: %o',
    (kind) => {
      const steps = Array.from({ length: 20 }, (_, step) => step);
      const several = new Set(steps.map((step) => drawn(kind, step).join()));
      expect(several.size).toBeGreaterThan(3);
      const tested = (step: number, look: number) => drawn({ ...kind, training: 0 }, step, look).join();
      expect(new Set(steps.map((step) => tested(step, 0))).size).toBe(1);
      expect(new Set(steps.map((look) => tested(7, look))).size).toBeGreaterThan(3);
    },
  );

  test.each(kinds)(
    'are known apart from a run, and those that it trains with: %o',
    async ({ overlapping, random }) => {
      const pool = {
        type: 'fractionalPool',
        overlapping: overlapping === 1,
        boundaries: random ? 'random' : 'pseudorandom',
      };
      const block = { type: 'parallel', merge: 'concat', branches: [[], [{ type: 'relu' }]] };
      const input = { height: 25, width: 16, channels: 1 };
      const document = parseDocument({
        version: 1,
        input,
        layers: [block, pool, pool, { type: 'fc', units: 2 }],
      });
      const net = new Net(document, { purpose: 'train', classes: 2, batch: 1, precision: 'float32' }).fill(7);
      await net.run('forward');
      const report = analyse(document, 2);
      const pools = [...walkReports(report.elements)].filter(({ type }) => type === 'fractionalPool');
      const drawn = pools.map(({ id, element, input, output }) => {
        const stream = streamsOf(report).get(id)!;
        const draw = { seed: 7, stream, step: 3 };
        const { rows, columns } = layerOf('fractionalPool')!.drawnWindows!(element as never, input, draw);
        const boundaries = [...net.view(`${id}.boundaries`)];
        expect(rows).toEqual(boundaries.slice(0, output.height));
        expect(columns).toEqual(boundaries.slice(boundaries.length / 2).slice(0, output.width));
        return rows.join();
      });
      expect(drawn[0]).not.toBe(drawn[1]);
    },
  );
});
