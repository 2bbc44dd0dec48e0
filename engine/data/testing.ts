// Small data sets and servers for the tests of this folder.
import type { DatasetInfo } from './dataset.ts';
import type { Fetch } from './fetchFile.ts';
import type { ManifestEntry } from './manifest.ts';
import { recordBytes } from './records.ts';

/** Four classes of images of 2 rows, 3 columns and 2 channels: a record has 13 bytes. */
export const tinyInfo: DatasetInfo = {
  id: 'tiny',
  title: 'Tiny',
  classes: ['a', 'b', 'c', 'd'],
  shape: { height: 2, width: 3, channels: 2 },
};

/** Record i has label i % 4, and its byte j is (7 i + j) % 256. */
export function tinyRecords(count: number, first = 0): Uint8Array<ArrayBuffer> {
  const size = recordBytes(tinyInfo.shape);
  const bytes = new Uint8Array(count * size);
  for (let index = 0; index < count; index++) {
    bytes[index * size] = (first + index) % 4;
    for (let at = 0; at < size - 1; at++) bytes[index * size + 1 + at] = 7 * (first + index) + at;
  }
  return bytes;
}

/** An entry of a manifest with one training and one test file. */
export function tinyEntry(train: number, test: number): ManifestEntry {
  const size = recordBytes(tinyInfo.shape);
  const file = (name: string, split: 'train' | 'test', records: number) => {
    return { name: `tiny/${name}`, split, records, bytes: records * size, sha256: '0'.repeat(64) };
  };
  return {
    ...tinyInfo,
    classes: [...tinyInfo.classes],
    statistics: { mean: [0.5, 0.5], deviation: [0.25, 0.25] },
    files: [file('train.bin', 'train', train), file('test.bin', 'test', test)],
    provenance: 'made up',
    citation: 'none',
  };
}

/** Cuts bytes into chunks whose lengths go through `lengths` again and again. */
export function chunksOf(bytes: Uint8Array<ArrayBuffer>, lengths: readonly number[]) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] as number;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

/** A server with the given files (by address); everything else is a page, as a fallback gives it. */
export function serverOf(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>,
  lengths: readonly number[] = [1 << 16],
): Fetch {
  return async (url, { method, signal } = {}) => {
    signal?.throwIfAborted();
    const file = files[url];
    if (file === undefined) {
      return new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    }
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
    const chunks = chunksOf(bytes, lengths);
    const body = new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    return new Response(method === 'HEAD' ? null : body);
  };
}
