// Files that people drop: each kind that is understood, and one sentence for each that is not.
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { encodeRecords } from '../records.ts';
import { classCounts } from '../statistics.ts';
import type { DecodeImage } from './imageFolders.ts';
import { importFiles } from './importFiles.ts';
import type { UserFile } from './userFile.ts';

const RECORD = 3073;
const shape = { height: 32, width: 32, channels: 3 };

/** Records of CIFAR-10 size: label (first + i) % 10, every byte of the image first + i. */
function records(count: number, first = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * RECORD);
  for (let index = 0; index < count; index++) {
    bytes.fill(first + index, index * RECORD, (index + 1) * RECORD);
    bytes[index * RECORD] = (first + index) % 10;
  }
  return bytes;
}

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
const file = (path: string, bytes: UserFile['bytes']): UserFile => ({ path, bytes });
const tar = (files: Record<string, Uint8Array<ArrayBuffer>>) =>
  packTar(Object.entries(files).map(([name, body]) => ({ header: { name, size: body.length }, body })));
const gzip = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(bytes));

/** The layout of the official archive, with a few records in each file. */
const official = () =>
  tar({
    'cifar-10-batches-bin/data_batch_1.bin': records(20),
    'cifar-10-batches-bin/batches.meta.txt': text(
      'plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n',
    ),
    'cifar-10-batches-bin/data_batch_2.bin': records(10, 20),
    'cifar-10-batches-bin/readme.html': text('<html>'),
    'cifar-10-batches-bin/test_batch.bin': records(5, 100),
  });

/** A decoder whose images are all of the value in the file's first byte. */
const decodeImage: DecodeImage = async (image) => {
  const [value] = new Uint8Array(await image.arrayBuffer());
  if (value === undefined) throw new Error('no picture in it');
  return new Uint8Array(3072).fill(value);
};
const picture = (path: string, value: number): UserFile => file(path, new Uint8Array([value]));

describe('record files', () => {
  const files = [
    file('data_batch_10.bin', records(4, 40)),
    file('data_batch_2.bin', new Blob([records(6, 20)])),
    file('test_batch.bin', records(3, 60)),
  ];

  test('are read in the order of their numbers, from memory and from disk', async () => {
    const { info, train, test: tests } = await importFiles(files);
    expect(info.classes[9]).toBe('truck');
    expect([train.count, train.total, tests.count]).toEqual([10, 10, 3]);
    expect([...train.labels]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3]);
    expect(sameBytes(encodeRecords(train, shape, 6), records(4, 40))).toBe(true);
  });

  test('without a test file keep every fifth image for testing', async () => {
    const { train, test: tests } = await importFiles([file('d/data_batch_1.bin', records(23))]);
    expect([train.count, train.total, tests.count, tests.total]).toEqual([19, 19, 4, 4]);
    expect([...tests.labels]).toEqual([4, 9, 4, 9]);
    expect(sameBytes(encodeRecords(tests, shape, 1, 2), records(1, 9))).toBe(true);
  });

  test('report progress', async () => {
    const progress: number[][] = [];
    await importFiles(files, { onProgress: (done, total) => progress.push([done, total]) });
    expect(progress).toEqual([
      [6, 13],
      [10, 13],
      [13, 13],
    ]);
  });
});

describe('archives', () => {
  test('the official one is read, gzipped or not', async () => {
    for (const bytes of [await official(), gzip(await official()), new Blob([gzip(await official())])]) {
      const { info, train, test: tests } = await importFiles([file('cifar-10-binary.tar.gz', bytes)]);
      expect(info).toMatchObject({ id: 'imported', title: 'cifar-10-binary', shape });
      expect(info.classes.slice(0, 2)).toEqual(['plane', 'car']);
      expect(sameBytes(encodeRecords(train, shape), records(30))).toBe(true);
      expect(sameBytes(encodeRecords(tests, shape), records(5, 100))).toBe(true);
    }
  });

  test('are known by their first bytes when the name says nothing', async () => {
    const { train } = await importFiles([file('download', gzip(await official()))]);
    expect(train.count).toBe(30);
  });

  test('may hold images', async () => {
    const bytes = gzip(await tar({ 'pets/cat/1.png': text('a'), 'pets/dog/1.png': text('b') }));
    const { info, train } = await importFiles([file('pets.tgz', bytes)], { decodeImage });
    expect(info.classes).toEqual(['cat', 'dog']);
    expect([train.images[0], train.images[3072]]).toEqual([97, 98]);
  });
});

describe('IDX files', () => {
  /** Sizes before the bytes, as the format has them. */
  const idx = (sizes: number[], bytes: ArrayLike<number>) => {
    const header = [0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255])];
    return Uint8Array.from([...header, ...Array.from(bytes)]);
  };
  const images = (count: number, first = 0) =>
    idx(
      [count, 2, 3],
      Array.from({ length: 6 * count }, (_, i) => (first + i) % 256),
    );
  const labels = (...given: number[]) => idx([given.length], given);
  const four = [
    file('mnist/train-images-idx3-ubyte.gz', gzip(images(3))),
    file('mnist/train-labels-idx1-ubyte.gz', new Blob([gzip(labels(5, 0, 4))])),
    file('mnist/t10k-images.idx3-ubyte', images(2, 100)),
    file('mnist/t10k-labels.idx1-ubyte', labels(9, 1)),
  ];

  test('are read, gzipped or not', async () => {
    const { info, train, test: tests } = await importFiles(four);
    expect(info).toMatchObject({ id: 'imported', title: 'mnist' });
    expect(info.shape).toEqual({ height: 2, width: 3, channels: 1 });
    expect(info.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect([train.count, tests.count, tests.total]).toEqual([3, 2, 2]);
    expect([...train.images]).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect([...tests.images.slice(0, 3)]).toEqual([100, 101, 102]);
    expect([[...train.labels], [...tests.labels]]).toEqual([
      [5, 0, 4],
      [9, 1],
    ]);
  });

  test('may lie in an archive, and without test files every fifth image is for testing', async () => {
    const bytes = await tar({
      'd/train-images-idx3-ubyte': images(10),
      'd/train-labels-idx1-ubyte': labels(0, 1, 0, 1, 0, 1, 0, 1, 0, 1),
    });
    const { train, test: tests } = await importFiles([file('d.tar', bytes)]);
    expect([train.count, tests.count]).toEqual([8, 2]);
    expect([...tests.labels]).toEqual([0, 1]);
  });

  const [first, second, third, fourth] = four;
  test.each([
    ['one of two', [first], 'train-images-idx3-ubyte.gz has no partner'],
    ['tests only', [third, fourth], 'There are no training images'],
    ['another format', [first, file('train-labels-idx1-ubyte', images(3))], 'with 1 dimensions'],
    ['too few labels', [first, file('train-labels-idx1-ubyte', labels(1, 2))], '2 labels for 3 images'],
    ['an end', [file('train-images-idx3-ubyte', images(3).subarray(0, 30)), second], 'after 2 records'],
    ['more', [file('train-images-idx3-ubyte', Uint8Array.of(...images(3), 1)), second], 'after byte 34'],
    [
      'sizes',
      [first, second, file('t10k-images-idx3-ubyte', idx([2, 1, 1], [1, 2])), fourth],
      'different sizes',
    ],
    ['records beside', [first, file('data_batch_1.bin', records(1))], 'does not belong with'],
    ['damage', [file('train-images-idx3-ubyte.gz', gzip(images(3)).subarray(0, 20)), second], 'is damaged'],
  ])('%s', async (_, files, says) => {
    const error: unknown = await importFiles(files).catch((reason: unknown) => reason);
    expect(error).toHaveProperty('message', expect.stringContaining(says));
  });
});

describe('image folders', () => {
  test('with train and test folders', async () => {
    const files = [
      picture('pets/train/dog/10.jpg', 3),
      picture('pets/train/dog/9.JPEG', 2),
      picture('pets/train/cat/1.png', 1),
      picture('pets/test/dog/1.webp', 4),
      file('pets/.DS_Store', text('x')),
      file('pets/notes.txt', text('x')),
    ];
    const { info, train, test: tests } = await importFiles(files, { decodeImage });
    expect(info).toMatchObject({ id: 'imported', title: 'pets', classes: ['cat', 'dog'] });
    expect([...train.labels]).toEqual([0, 1, 1]);
    expect([0, 1, 2].map((index) => train.images[index * 3072])).toEqual([1, 2, 3]);
    expect([...tests.labels]).toEqual([1]);
  });

  test('without them every fifth image is for testing', async () => {
    const files = ['a', 'b', 'c'].flatMap((name) =>
      Array.from({ length: 10 }, (_, index) => picture(`${name}/${index}.png`, index)),
    );
    const { train, test: tests } = await importFiles(files, { decodeImage });
    expect(classCounts(train, 3)).toEqual([8, 8, 8]);
    expect(classCounts(tests, 3)).toEqual([2, 2, 2]);
    expect(tests.images[0]).toBe(4);
  });
});

describe('one sentence for', () => {
  const label = records(4);
  label[2 * RECORD] = 12;
  const whole = official().then(gzip);
  const damaged = async () => {
    const bytes = await tar({ 'data_batch_1.bin': noise(200_000), 'test_batch.bin': noise(200_000) });
    const packed = gzip(bytes);
    packed.fill(0xff, 300_000, 300_200);
    return packed;
  };
  const broken = async () => {
    const bytes = await official();
    bytes[20 * RECORD + 1024 + 3] = 1;
    return gzip(bytes);
  };
  const cases: [string, () => Promise<UserFile[]> | UserFile[], string, number?][] = [
    ['a wrong label', () => [file('data_batch_1.bin', label)], 'label 12 at byte 6146', 6146],
    ['a wrong size', () => [file('data_batch_1.bin', records(2).subarray(0, 5000))], 'at byte 5000', 5000],
    ['an empty file', () => [file('data_batch_1.bin', new Uint8Array())], 'data_batch_1.bin is empty', 0],
    ['an unknown name', () => [file('mine.bin', records(1))], 'mine.bin has no known name'],
    ['only a test file', () => [file('test_batch.bin', records(1))], 'There are no training images'],
    [
      'a truncated archive',
      async () => [file('c.tar.gz', (await whole).subarray(0, -30))],
      'c.tar.gz ends too early',
    ],
    [
      'a truncated plain archive',
      async () => [file('c.tar', (await official()).subarray(0, 50_000))],
      'byte 50000',
    ],
    [
      'a half archive',
      async () => [file('c.tgz', (await whole).subarray(0, 400))],
      'ends too early, at byte 400',
      400,
    ],
    [
      'no archive',
      () => [file('c.tar.gz', text('this is not an archive at all'))],
      'c.tar.gz is not a tar archive',
      0,
    ],
    [
      'a gzipped text',
      () => [file('c.gz', gzip(text('hello '.repeat(500))))],
      'c.gz is not a tar archive',
      0,
    ],
    ['an empty archive', () => [file('c.tar.gz', new Uint8Array())], 'c.tar.gz is empty', 0],
    ['a damaged archive', async () => [file('c.tar.gz', await damaged())], 'c.tar.gz is damaged near byte'],
    ['a broken header', async () => [file('c.tar.gz', await broken())], 'c.tar.gz is damaged near byte'],
    [
      'the Python archive',
      async () => [file('c.tar.gz', gzip(await tar({ 'cifar-10-batches-py/data_batch_1': records(1) })))],
      'c.tar.gz holds the Python version of CIFAR-10',
    ],
    ['another file', () => [file('essay.docx', text('x'))], 'essay.docx is not a tar archive'],
    ['other files', () => [file('a.txt', text('x')), file('b.csv', text('y'))], 'among the 2 files'],
    ['no file', () => [], 'among the 0 files'],
    [
      'a mixture',
      () => [file('data_batch_1.bin', records(1)), picture('a/1.png', 1)],
      'does not belong with a/1.png',
    ],
    ['an image outside folders', () => [picture('1.png', 1)], '1.png is in no class folder'],
    ['an image in no class', () => [picture('train/1.png', 1)], 'train/1.png is in no class folder'],
    ['one class', () => [picture('cat/1.png', 1), picture('cat/2.png', 1)], 'in the one folder "cat"'],
    [
      'too many classes',
      () => Array.from({ length: 300 }, (_, index) => picture(`c${index}/1.png`, 1)),
      'There are 300 class folders; at most 256',
    ],
    [
      'only test images',
      () => [picture('test/a/1.png', 1), picture('test/b/1.png', 1)],
      'no training images',
    ],
    [
      'a file that is no image',
      () => [picture('a/1.png', 1), file('b/1.png', new Uint8Array())],
      'b/1.png could not be read as an image: no picture in it.',
    ],
  ];
  for (const [title, make, says, offset] of cases) {
    test(title, async () => {
      const error: unknown = await importFiles(await make(), { decodeImage }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ name: 'DataError' });
      expect(error).toHaveProperty('message', expect.stringContaining(says));
      expect(error).toHaveProperty('message', expect.stringMatching(/^[^\n{}]+\.$/));
      if (offset !== undefined) expect(error).toHaveProperty('offset', offset);
    });
  }

  test('images where nothing can decode them', async () => {
    const files = [picture('a/1.png', 1), picture('b/1.png', 1)];
    await expect(importFiles(files)).rejects.toThrow('there is no image decoder');
  });
});

/** Compares long arrays much faster than toEqual. */
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Bytes that do not compress. */
function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
