// The tool that prepares CIFAR-10, on small stand-ins: sheets become records, every source is tried in
// order, wrong files are refused, and nothing is left half written.
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSplit } from '../../engine/data/dataset.ts';
import { encodeRecords } from '../../engine/data/records.ts';
import { classCounts } from '../../engine/data/statistics.ts';
import { findBatches, isBatchPart } from './batches.ts';
import { FILES } from './facts.ts';
import { firstOfEachClass } from './mini.ts';
import { hasMnist, MNIST_MD5, writeMnist } from './mnist.ts';
import { sheetToRecords } from './pngSheets.ts';
import { prepare } from './prepare.ts';
import { fromUser, type Source } from './sources.ts';
import { isComplete, writeWhole } from './store.ts';
import { verify } from './verify.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dataset-test-'));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** A sheet of `rows` images; image r has pixels (r + pixel, 2 r, 255 - r). */
function sheet(rows: number, width = 1024): Uint8Array {
  const png = new PNG({ width, height: rows });
  for (let at = 0; at < rows * width; at++) {
    const row = Math.floor(at / width);
    png.data.set([row + (at % width), 2 * row, 255 - row, 255], at * 4);
  }
  return PNG.sync.write(png);
}

describe('PNG sheets', () => {
  test('become records: label, then planes of red, green and blue', () => {
    const records = sheetToRecords('a.png', sheet(3), [7, 0, 9]);
    expect(records).toHaveLength(3 * 3073);
    expect([records[0], records[3073], records[2 * 3073]]).toEqual([7, 0, 9]);
    const record = records.subarray(2 * 3073 + 1, 3 * 3073);
    expect([...record.subarray(0, 3), record[300]]).toEqual([2, 3, 4, (2 + 300) % 256]);
    expect(new Set(record.subarray(1024, 2048))).toEqual(new Set([4]));
    expect(new Set(record.subarray(2048))).toEqual(new Set([253]));
  });

  test('of another size are refused', () => {
    expect(() => sheetToRecords('a.png', sheet(2), [1])).toThrow('a.png is 1024 x 2 pixels; 1024 x 1');
    expect(() => sheetToRecords('a.png', sheet(1, 512), [1])).toThrow('a.png is 512 x 1 pixels');
  });
});

describe('findBatches', () => {
  const bytes = new Uint8Array([1]);

  test('knows what belongs to CIFAR-10', () => {
    const paths = ['package/data_batch_1.png', 'x/test_lables.json', 'test_labels.json', 'a/test_batch.bin'];
    expect(paths.map(isBatchPart)).toEqual([true, true, true, true]);
    expect(['data_batch_6.png', 'index.bundle.js', 'package.json'].map(isBatchPart)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('takes the six record files', async () => {
    const batches = await findBatches(
      FILES.map((name) => ({ path: `deep/${name}`, bytes })),
      'here',
    );
    expect([...batches.keys()]).toEqual(FILES);
  });

  test('says what is missing', async () => {
    const files = FILES.slice(1).map((name) => ({ path: name, bytes }));
    await expect(findBatches(files, 'here')).rejects.toThrow('here does not hold CIFAR-10: data_batch_1.bin');
    const sheets = FILES.slice(1).map((name) => ({ path: name.replace('bin', 'png'), bytes }));
    await expect(findBatches(sheets, 'here')).rejects.toThrow('no data_batch_1.png');
    const unlabelled = FILES.map((name) => ({ path: name.replace('bin', 'png'), bytes }));
    await expect(findBatches(unlabelled, 'here')).rejects.toThrow('PNG sheets and no train_labels.json');
  });
});

describe('prepare', () => {
  const wrong: Source = {
    title: 'wrong',
    read: async () => new Map(FILES.map((name) => [name, new Uint8Array(3)])),
  };
  const away: Source = { title: 'away', read: () => Promise.reject(new Error('no network')) };

  test('tries every source and says why each failed', async () => {
    const attempt = prepare(folder, [away, wrong]);
    await expect(attempt).rejects.toThrow('CIFAR-10 could not be had');
    const lines = vi.mocked(console.log).mock.calls.map(([line]) => line);
    expect(lines).toContain('  not from there: no network.');
    expect(lines.join()).toMatch(/data_batch_1\.bin has md5 [0-9a-f]{32}, not 5dd7/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not take files of the right length for the right files', async () => {
    for (const name of FILES) await writeFile(path.join(folder, name), new Uint8Array(30_730_000));
    expect(await isComplete(folder)).toBe(true);
    await expect(prepare(folder, [away])).rejects.toThrow('CIFAR-10 could not be had');
  });

  test('verify names a file that is missing', () => {
    expect(() => verify(new Map())).toThrow('data_batch_1.bin is missing');
  });
});

describe('a place the user names', () => {
  test('may not be there', async () => {
    await expect(fromUser(path.join(folder, 'nothing')).read()).rejects.toThrow('there is no ');
  });

  test('may be no archive', async () => {
    const file = path.join(folder, 'essay.tar.gz');
    await writeFile(file, 'an essay');
    await expect(fromUser(file).read()).rejects.toThrow('is not a tar archive');
  });

  test('may be a folder of record files', async () => {
    for (const name of FILES) await writeWhole(path.join(folder, 'inner', name), name);
    const batches = await fromUser(folder).read();
    expect(new TextDecoder().decode(batches.get('test_batch.bin'))).toBe('test_batch.bin');
  });
});

test('a file is written whole, and nothing else is left', async () => {
  await writeWhole(path.join(folder, 'a/b.bin'), new Uint8Array(5));
  expect(await readdir(path.join(folder, 'a'))).toEqual(['b.bin']);
  expect((await stat(path.join(folder, 'a/b.bin'))).size).toBe(5);
});

test('the small set takes the first of each class in the order of the file', () => {
  const shape = { height: 32, width: 32, channels: 3 };
  const split = createSplit(shape, 100);
  for (let index = 0; index < 100; index++) {
    split.labels[index] = index < 30 ? 3 : index % 10;
    split.images.fill(index, index * 3072, (index + 1) * 3072);
  }
  split.count = 100;
  const first = firstOfEachClass(split, 20);
  expect(classCounts(first, 10)).toEqual(new Array(10).fill(2));
  const numbers = Array.from({ length: 20 }, (_, index) => first.images[index * 3072]);
  expect(numbers.slice(0, 4)).toEqual([0, 1, 30, 31]);
  expect(numbers).toEqual([...numbers].sort((a = 0, b = 0) => a - b));
  expect(encodeRecords(first, shape)).toHaveLength(20 * 3073);
});

describe('mnist', () => {
  const names = Object.keys(MNIST_MD5);
  const files = names.map((name) => ({ path: `package/data/${name}`, bytes: new Uint8Array(8) }));

  test('names a file that is missing or not the right one, and writes nothing', async () => {
    await expect(writeMnist(folder, files.slice(1))).rejects.toThrow(`${names[0]} is missing.`);
    await expect(writeMnist(folder, files)).rejects.toThrow(`${names[0]} is not MNIST's`);
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not take other files of its names for its own', async () => {
    for (const name of names) await writeFile(path.join(folder, name), new Uint8Array(8));
    expect(await hasMnist(folder)).toBe(false);
  });
});
