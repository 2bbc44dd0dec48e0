// Every op on the device against its reference loop, over the table of ordinary and nasty cases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpName, ops } from '../../ops/index.ts';

import { firstDifference, opCases } from '../../testing/opCases/index.ts';
import { resultsOf, runOnBackend, runReference } from '../../testing/opHarness.ts';
import { createWasmBackend, type WasmBackend } from './backend.ts';

let backend: WasmBackend;
beforeAll(async () => {
  backend = await createWasmBackend();
});
afterAll(() => backend?.destroy());

for (const op of Object.keys(ops) as OpName[])
  describe(op, () => {
    it('has cases', () => expect(opCases[op].length).toBeGreaterThan(0));

    it.each(opCases[op])('$title', { timeout: 60_000 }, async (row) => {
      const expected = runReference(row);
      const actual = await runOnBackend(backend, row);
      for (const role of resultsOf(row))
        expect(firstDifference(actual[role], expected[role], row.tolerance), role).toBe('');
    });
  });

it('leaves nothing allocated', () => expect(backend.allocatedBytes()).toBe(0));
