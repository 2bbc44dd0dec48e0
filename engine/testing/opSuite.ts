// Every op on a backend against its reference loop, over the table of ordinary and nasty cases. Every fast
// backend is tested with it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../backends/backend.ts';
import { type OpName, ops } from '../ops/index.ts';
import { firstDifference, opCases, storedInHalf } from './opCases/index.ts';
import { inHalf, resultsOf, runOnBackend, runReference } from './opHarness.ts';

/** Declares the tests; the backend that `open` gives is closed after them. */
export function describeOps(open: () => Promise<Backend>): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend?.destroy());

  for (const op of Object.keys(ops) as OpName[])
    describe(op, () => {
      it('has cases', () => expect(opCases[op].length).toBeGreaterThan(0));

      it.each(opCases[op])('$title', { timeout: 60_000 }, async (row) => {
        const half = backend.report.half === true;
        const expected = runReference(half ? inHalf(row) : row);
        const tolerance = half ? storedInHalf(row.tolerance) : row.tolerance;
        const actual = await runOnBackend(backend, row);
        for (const role of resultsOf(row))
          expect(firstDifference(actual[role], expected[role], tolerance), role).toBe('');
      });
    });

  it('leaves nothing allocated', () => expect(backend.allocatedBytes()).toBe(0));
}
