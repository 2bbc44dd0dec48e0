// The generated set is the same everywhere and for ever: its bytes are fixed by a checksum.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { imageBytes } from './dataset.ts';
import { encodeRecords } from './records.ts';
import { makeShapes, shapesInfo } from './shapes.ts';
import { channelStatistics, classCounts } from './statistics.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const TRAIN_SHA256 = '2bad42d498ba9d464f20b28ffc54ceb338d7edd875942630c3e05d17556c9b11';
const TEST_SHA256 = 'd2c2dd0fb2a6981a20c6c1ad1440ed16b50491a6fd5d998cbaeeea119fff0ea3';
const { shape } = shapesInfo;
const dataset = makeShapes();

describe('shapes', () => {
  test('has these bytes', () => {
    expect(sha256(encodeRecords(dataset.train, shape))).toBe(TRAIN_SHA256);
    expect(sha256(encodeRecords(dataset.test, shape))).toBe(TEST_SHA256);
  });

  test('has ten classes of equal size', () => {
    expect(shapesInfo.classes).toHaveLength(10);
    expect(classCounts(dataset.train, 10)).toEqual(new Array(10).fill(400));
    expect(classCounts(dataset.test, 10)).toEqual(new Array(10).fill(100));
  });

  test('an image depends on the seed and its number, not on how many there are', () => {
    const few = makeShapes({ train: 20, test: 20 });
    const first = (images: Uint8Array) => sha256(images.subarray(0, 20 * 3072));
    expect(first(few.train.images)).toBe(first(dataset.train.images));
    expect(first(few.test.images)).toBe(first(dataset.test.images));
    expect(first(makeShapes({ seed: 2, train: 20, test: 20 }).train.images)).not.toBe(
      first(few.train.images),
    );
  });

  test('no image comes twice, in one split or in both', () => {
    const sums = new Set<string>();
    for (const split of [dataset.train, dataset.test]) {
      for (let index = 0; index < split.count; index++) sums.add(sha256(imageBytes(split, shape, index)));
    }
    expect(sums.size).toBe(5000);
  });

  test('has the same range in every channel', () => {
    const { mean, deviation } = channelStatistics(dataset.train, shape);
    for (const value of mean) expect(value).toBeCloseTo(0.3, 1);
    for (const value of deviation) expect(value).toBeGreaterThan(0.2);
  });
});
