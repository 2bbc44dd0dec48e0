// The ledger of a net as the panel shows it: bytes by layer and kind from the plan that the engine allocates
// from, beside shapes, parameters and MACs from the analysed net. Pure; it never rounds.
import { type Counts, type NetworkReport, walkReports } from '../../../engine/plan/analyse.ts';
import { buildPlan } from '../../../engine/plan/build.ts';
import type { PlanData } from '../../../engine/plan/emitInput.ts';
import { type BytesByKind, ledgerOf } from '../../../engine/plan/ledger.ts';
import { type MemoryKind, memoryKinds } from '../../../engine/plan/plan.ts';
import { type Shape, shapeText } from '../../../engine/spec/shape.ts';
import type { TrainingDocument } from '../../../engine/spec/training.ts';

/** Kinds that make up the working memory: all but the data set. */
export const workingKinds = memoryKinds.filter((kind) => kind !== 'data');

export interface LayerLedger {
  /** Layer id; "" for what all layers share, "inspection" for what is held to look inside. */
  id: string;
  output: string;
  parameters: number;
  macs: number;
  bytes: BytesByKind;
  /** Working memory: the bytes without the data set. */
  working: number;
}

export interface NetLedger {
  rows: readonly LayerLedger[];
  totals: BytesByKind;
  held: number;
  working: number;
  parameters: number;
  macs: number;
  /** What of them is in auxiliary heads. */
  inHeads: Counts;
  batch: number;
  largestBuffer: number;
}

export const isLayer = ({ id }: Pick<LayerLedger, 'id'>): boolean => id !== '' && id !== 'inspection';

const sumOf = (bytes: BytesByKind, kinds: readonly MemoryKind[]): number =>
  kinds.reduce((sum, kind) => sum + bytes[kind], 0);

const noBytes = (): BytesByKind => Object.fromEntries(memoryKinds.map((kind) => [kind, 0])) as BytesByKind;

/** What the plan of a valid net holds. Throws EngineError for a net that cannot be planned. */
export function netLedger(
  report: NetworkReport,
  training: TrainingDocument,
  data: PlanData,
  half: boolean,
): NetLedger {
  const plan = buildPlan(report, { purpose: 'train', training, data, half });
  const ledger = ledgerOf(plan);
  const { input } = report.document;
  const known: [string, Shape | null, number, number][] = [
    ['input', input, 0, 0],
    ...[...walkReports(report.elements)].map((one): [string, Shape, number, number] =>
      // A block's own row holds only what its merge needs; its layers have rows of their own.
      one.branches.length > 0
        ? [one.id, one.output, 0, 0]
        : [one.id, one.output, one.parameterCount, one.macs],
    ),
    ['softmax', { height: 1, width: 1, channels: report.classes }, 0, 0],
    ['', null, 0, 0],
  ];
  const byLayer = new Map(ledger.rows.map((row) => [row.layer, row.bytes]));
  return {
    rows: known.map(([id, output, parameters, macs]) => {
      const bytes = byLayer.get(id) ?? noBytes();
      return {
        id,
        output: output ? shapeText(output) : '',
        parameters,
        macs,
        bytes,
        working: sumOf(bytes, workingKinds),
      };
    }),
    totals: ledger.totals,
    held: ledger.held,
    working: ledger.working,
    parameters: report.parameterCount,
    macs: report.macs,
    inHeads: report.inHeads,
    batch: training.batch,
    largestBuffer: Math.max(...plan.buffers.map(({ bytes }) => bytes)),
  };
}

/** The rows of the layers, and one for all that belongs to none: it is there before and after looking inside. */
export function sharedTogether(rows: readonly LayerLedger[]): LayerLedger[] {
  const shared = rows.filter((row) => !isLayer(row));
  const bytes = Object.fromEntries(
    memoryKinds.map((kind) => [kind, shared.reduce((sum, row) => sum + row.bytes[kind], 0)]),
  ) as BytesByKind;
  const row = { id: '', output: '', parameters: 0, macs: 0, bytes, working: sumOf(bytes, workingKinds) };
  return [...rows.filter(isLayer), row];
}

/**
 * The ledger with what the engine says it holds: a row for the buffers that are there only to look inside.
 * Null where the two do not add up, as for the moment between a change and its allocation.
 */
export function allocatedLedger(
  planned: NetLedger,
  memory: { allocated: BytesByKind; inspection: number },
): NetLedger | null {
  const extra = Object.fromEntries(
    memoryKinds.map((kind) => [kind, memory.allocated[kind] - planned.totals[kind]]),
  ) as BytesByKind;
  if (memoryKinds.some((kind) => extra[kind] < 0) || sumOf(extra, memoryKinds) !== memory.inspection)
    return null;
  if (memory.inspection === 0) return planned;
  const row = {
    id: 'inspection',
    output: '',
    parameters: 0,
    macs: 0,
    bytes: extra,
    working: sumOf(extra, workingKinds),
  };
  return {
    ...planned,
    rows: [...planned.rows, row],
    totals: memory.allocated,
    held: planned.held + memory.inspection,
    working: planned.working + row.working,
  };
}
