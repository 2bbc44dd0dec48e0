// Records are read alike however the stream is cut, written back byte for byte, and refused with the
// offset at which they are wrong.
import { describe, expect, test } from 'vitest';
import { createSplit, imageBytes } from './dataset.ts';
import { encodeRecords, RecordReader, recordBytes } from './records.ts';
import { chunksOf, tinyInfo, tinyRecords } from './testing.ts';

const { shape } = tinyInfo;

function read(chunks: readonly Uint8Array[], expected: number) {
  const split = createSplit(shape, expected);
  const reader = new RecordReader(split, tinyInfo, 'tiny.bin', expected);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return split;
}

describe('RecordReader', () => {
  test('a CIFAR-10 record has 3073 bytes', () => {
    expect(recordBytes({ height: 32, width: 32, channels: 3 })).toBe(3073);
  });

  test('separates labels from planar images', () => {
    const split = read([tinyRecords(5)], 5);
    expect([...split.labels]).toEqual([0, 1, 2, 3, 0]);
    expect([...imageBytes(split, shape, 2)]).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    expect(split.count).toBe(5);
  });

  for (const lengths of [[1], [2], [12], [13], [14], [1, 25, 3], [26, 1], [7, 0, 6], [1000]]) {
    test(`reads the same in chunks of ${lengths.join(', ')}`, () => {
      const bytes = tinyRecords(20);
      const split = read(chunksOf(bytes, lengths), 20);
      expect(encodeRecords(split, shape)).toEqual(bytes);
    });
  }

  test('grows count only by complete records', () => {
    const split = createSplit(shape, 3);
    const reader = new RecordReader(split, tinyInfo, 'tiny.bin', 3);
    const counts = chunksOf(tinyRecords(3), [10]).map((chunk) => {
      reader.push(chunk);
      return split.count;
    });
    expect(counts).toEqual([0, 1, 2, 3]);
  });

  test('appends after what is there', () => {
    const split = createSplit(shape, 4);
    for (const first of [0, 2]) {
      const reader = new RecordReader(split, tinyInfo, 'tiny.bin', 2);
      reader.push(tinyRecords(2, first));
      reader.end();
    }
    expect(encodeRecords(split, shape)).toEqual(tinyRecords(4));
    expect(encodeRecords(split, shape, 1, 3)).toEqual(tinyRecords(2, 1));
  });
});

describe('RecordReader refuses', () => {
  const wrongLabel = tinyRecords(3);
  wrongLabel[26] = 9;
  const cases = [
    { code: 'label', offset: 26, bytes: wrongLabel, expected: 3, says: 'label 9 at byte 26' },
    { code: 'truncated', offset: 30, bytes: tinyRecords(3).subarray(0, 30), expected: 3, says: 'at byte 30' },
    {
      code: 'short',
      offset: 26,
      bytes: tinyRecords(2),
      expected: 3,
      says: 'after 2 records; 3 were expected',
    },
    { code: 'long', offset: 26, bytes: tinyRecords(3), expected: 2, says: 'goes on after byte 26' },
    { code: 'empty', offset: 0, bytes: new Uint8Array(), expected: 1, says: 'tiny.bin is empty.' },
  ];
  for (const { code, offset, bytes, expected, says } of cases) {
    for (const length of [5, 13, 100]) {
      test(`${code}, in chunks of ${length}`, () => {
        const error = caught(() => read(chunksOf(bytes, [length]), expected));
        expect(error).toMatchObject({ name: 'DataError', code, file: 'tiny.bin', offset });
        expect(error).toHaveProperty('message', expect.stringContaining(says));
      });
    }
  }
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
