// Any document and any settings, on the reference engine: training, an honest halt, or a refusal.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { arbitraryDocument, arbitraryTraining } from '../testing/arbitraryDocument.ts';
import { type Outcome, trainAny } from '../testing/trainAny.ts';

test('any document trains, halts at a named op, or is refused', async () => {
  const outcomes: Record<Outcome, number> = { trained: 0, halted: 0, refused: 0 };
  const backend = createReferenceBackend();
  await fc.assert(
    fc.asyncProperty(arbitraryDocument, arbitraryTraining, async (document, training) => {
      outcomes[await trainAny(backend, document, training)]++;
    }),
    { numRuns: 200 },
  );
  expect(outcomes.trained).toBeGreaterThan(20);
  expect(outcomes.refused).toBeGreaterThan(20);
});
