// A data set that exceeds one binding is read in chunks: the batch is the same as from one piece.
import { describe, expect, it } from 'vitest';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { firstDifference, opCases } from '../../testing/opCases/index.ts';
import { planOf, resultsOf, runOnBackend, runReference } from '../../testing/opHarness.ts';
import { createWebGpuBackend } from './backend.ts';
import { chunksOf } from './kernels/gather.ts';

describe('chunks', () => {
  it('one, where the data fit', () =>
    expect(chunksOf(100, 48, 4800)).toEqual([
      { firstRecord: 0, endRecord: 100, skippedBytes: 0, range: { from: 0, bytes: 4800 } },
    ]));

  it('whole records that cover all, begin at multiples of 256 bytes and never exceed the limit', () => {
    for (const recordBytes of [1, 6, 75, 784, 3072])
      for (const limit of [4096, 5000, 10_000]) {
        const chunks = chunksOf(777, recordBytes, limit);
        expect(chunks.length).toBeGreaterThanOrEqual(Math.ceil((777 * recordBytes) / limit));
        let next = 0;
        for (const { firstRecord, endRecord, skippedBytes, range } of chunks) {
          expect(firstRecord).toBe(next);
          next = endRecord;
          expect(range.from % 256).toBe(0);
          expect(range.bytes % 4).toBe(0);
          expect(range.bytes).toBeLessThanOrEqual(limit);
          expect(range.from + skippedBytes).toBe(firstRecord * recordBytes);
          expect(range.from + range.bytes).toBeGreaterThanOrEqual(endRecord * recordBytes);
        }
        expect(next).toBe(777);
      }
  });
});

it('gathers from chunks what it gathers from one piece', { timeout: 60_000 }, async () => {
  const maxBindingBytes = 2048;
  const backend = await createWebGpuBackend(nodeGpu(), { maxBindingBytes });
  // Images in several chunks, and a batch of them that one binding holds.
  const rows = [...opCases.gatherBatch, ...opCases.gatherRange].filter(
    ({ tensors }) => tensors.images.length > 3 * maxBindingBytes && tensors.x.byteLength <= maxBindingBytes,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const program = await backend.compile(planOf(row), 'train', backend.createStorage(planOf(row).buffers));
    expect(program.dispatches, row.title).toBeGreaterThan(3);
    const expected = runReference(row);
    const actual = await runOnBackend(backend, row);
    for (const role of resultsOf(row))
      expect(firstDifference(actual[role], expected[role], row.tolerance), `${row.title} ${role}`).toBe('');
  }
  backend.destroy();
});
