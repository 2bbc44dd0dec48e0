// Means, deviations and counts against numbers worked out by hand.
import { describe, expect, test } from 'vitest';
import { createDataset, createSplit } from './dataset.ts';
import { channelStatistics, classCounts, normalisation } from './statistics.ts';
import { tinyInfo } from './testing.ts';

const shape = { height: 1, width: 2, channels: 2 };

function split() {
  const result = createSplit(shape, 3);
  result.images.set([0, 255, 51, 51, 255, 0, 102, 102, 9, 9, 9, 9]);
  result.labels.set([1, 1, 0]);
  result.count = 2;
  return result;
}

describe('channelStatistics', () => {
  test('is over the images that have arrived', () => {
    const { mean, deviation } = channelStatistics(split(), shape);
    expect(mean).toEqual([0.5, 0.3]);
    expect(deviation[0]).toBeCloseTo(0.5, 12);
    expect(deviation[1]).toBeCloseTo(0.1, 12);
  });

  test('can be over the first ones only', () => {
    expect(channelStatistics(split(), shape, 1)).toEqual({ mean: [0.5, 0.2], deviation: [0.5, 0] });
  });

  test('leaves the input alone when there is no image', () => {
    const empty = createSplit(shape, 0);
    expect(channelStatistics(empty, shape)).toEqual({ mean: [0, 0], deviation: [1, 1] });
  });
});

test('classCounts counts what has arrived', () => {
  expect(classCounts(split(), 3)).toEqual([0, 2, 0]);
});

test('normalisation prefers the statistics that are known', () => {
  const statistics = { mean: [0.1, 0.2], deviation: [0.3, 0.4] };
  expect(normalisation(createDataset({ ...tinyInfo, statistics }, 1, 1))).toBe(statistics);
  expect(normalisation(createDataset(tinyInfo, 1, 1))).toEqual({ mean: [0, 0], deviation: [1, 1] });
});
