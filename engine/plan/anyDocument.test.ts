// Whatever document the schema accepts either trains or is refused with a diagnostic, and every fix that
// is offered keeps its promise.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import type { Fix } from '../spec/diagnostic.ts';
import { isParallel, type NetworkDocument, parseDocument, walk } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import { parseTraining } from '../spec/training.ts';
import { arbitraryClasses, arbitraryDocument } from '../testing/arbitraryDocument.ts';
import { analyse, type ElementReport, firstDiagnostic, hasError, walkReports } from './analyse.ts';
import { buildPlan } from './build.ts';
import { ledgerOf } from './ledger.ts';

const options = {
  purpose: 'train',
  training: parseTraining({ batch: 2 }),
  data: { train: 4, test: 2 },
} as const;

test('analysis and planning agree on what is wrong', () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const report = analyse(document, arbitraryClasses);
      const mistake = firstDiagnostic(report);
      expect(report.valid).toBe(mistake === null);
      if (!mistake) {
        const plan = buildPlan(report, options);
        const storage = createReferenceBackend().createStorage(plan.buffers);
        expect(storage.owned).toHaveLength(plan.buffers.length);
        expect(ledgerOf(plan).held).toBe(plan.buffers.reduce((sum, { bytes }) => sum + bytes, 0));
        return;
      }
      let thrown: unknown;
      try {
        buildPlan(report, options);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(EngineError);
      expect(thrown).toMatchObject({ code: 'network.invalid', values: { layer: mistake.layer } });
    }),
    { numRuns: 200 },
  );
});

/** The document with a fix applied to the element of that id, through the schema. */
function applyFix(document: NetworkDocument, id: string, fix: Fix): NetworkDocument {
  const copy = structuredClone(document);
  for (const element of walk(copy.layers))
    if (element.id === id && !isParallel(element)) element[fix.field] = fix.value;
  return parseDocument(copy);
}

const reportOf = (document: NetworkDocument, id: string): ElementReport =>
  [...walkReports(analyse(document, arbitraryClasses).elements)].find((report) => report.id === id)!;

test('every fix makes its layer valid with the output it promised', () => {
  let tried = 0;
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      for (const { id, diagnostic } of walkReports(analyse(document, arbitraryClasses).elements))
        for (const fix of diagnostic?.fixes ?? []) {
          const mended = reportOf(applyFix(document, id, fix), id);
          expect(hasError(mended), JSON.stringify(fix)).toBe(false);
          expect(mended.output).toEqual(fix.output);
          tried++;
        }
    }),
    { numRuns: 300 },
  );
  expect(tried).toBeGreaterThan(50);
});
