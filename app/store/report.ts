// What is derived from a net: shapes, counts and mistakes, computed once per document and shared by all
// panels. Documents never change in place, so the document itself is the key.
import { analyse, type ElementReport, type NetworkReport, walkReports } from '../../engine/plan/analyse.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { useEditor, useRun } from './context.tsx';
import { classesOf } from './run.ts';

const reports = new WeakMap<NetworkDocument, Map<number, NetworkReport>>();

export function reportOf(document: NetworkDocument, classes: number): NetworkReport {
  const byClasses = reports.get(document) ?? new Map<number, NetworkReport>();
  reports.set(document, byClasses);
  const report = byClasses.get(classes) ?? analyse(document, classes);
  byClasses.set(classes, report);
  return report;
}

/** Classes that nets tell apart with the present data and settings. */
export const useClasses = (): number => useRun((run) => classesOf(run));

/** Report of the edited net, or of the fix that the pointer is on. */
export const useDraftReport = (): NetworkReport => {
  const classes = useClasses();
  return reportOf(
    useEditor((editor) => editor.preview ?? editor.draft),
    classes,
  );
};

/** Whether the edited net is for grey images and the present ones have colours. */
export function useSeesGrey(): boolean {
  const channels = useEditor((editor) => editor.draft.input.channels);
  return useRun((run) => channels === 1 && (run.dataset?.shape.channels ?? 1) > 1);
}

/** Report of the net that the engine holds. */
export const useRunningReport = (): NetworkReport => {
  const classes = useClasses();
  return reportOf(
    useRun((run) => run.running),
    classes,
  );
};

/** The report of one element wherever it stands, or undefined. */
export function findReport(report: NetworkReport, id: string): ElementReport | undefined {
  for (const one of walkReports(report.elements)) if (one.id === id) return one;
}
