// What `report` answers: the analysis of a net and the ledger of the plan that the engine would allocate. Fetched while
// the engine opens: the page draws without plans, which name every op and are much code.
import { analyse, type ElementReport, type NetworkReport, walkReports } from '../../engine/plan/analyse.ts';
import { buildPlan, type PlanOptions } from '../../engine/plan/build.ts';
import { type BytesByKind, type Ledger, ledgerOf } from '../../engine/plan/ledger.ts';
import { bytesByKind, memoryKinds } from '../../engine/plan/plan.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { sentence } from '../../engine/spec/messages.ts';
import type { Shape } from '../../engine/spec/shape.ts';
import { classesOf, type RunStoreState, storesHalf } from '../store/run.ts';
import type { Bytes, LayerSummary, Report } from './playground.ts';

const float32 = 4;
const extents = ({ height, width, channels }: Shape): [number, number, number] => [height, width, channels];
const withTotal = (bytes: BytesByKind): Bytes => ({
  ...bytes,
  total: memoryKinds.reduce((sum, kind) => sum + bytes[kind], 0),
});

/** Plans of a valid net, to train it and to look inside it. */
function plansOf(report: NetworkReport, options: Omit<PlanOptions, 'purpose'>) {
  const train = buildPlan(report, { ...options, purpose: 'train' });
  const inspect = buildPlan(report, { ...options, purpose: 'inspect' });
  const shared = new Set(train.buffers.map(({ name }) => name));
  return { train, inspection: inspect.buffers.filter(({ name }) => !shared.has(name)) };
}

/** One row; counts of a block without those of what it holds. */
function summaryOf(one: ElementReport, ledger: Ledger | null): LayerSummary {
  const isBlock = one.branches.length > 0;
  const { height, width, channels } = one.output;
  const { diagnostic } = one;
  return {
    id: one.id,
    type: one.type,
    output: extents(one.output),
    params: isBlock ? 0 : one.parameterCount,
    macs: isBlock ? 0 : one.macs,
    activationBytes: height * width * channels * float32,
    bytes: ledger && (ledger.rows.find(({ layer }) => layer === one.id)?.bytes ?? bytesByKind([])),
    error: diagnostic && sentence(diagnostic.code, diagnostic.values),
    fixes: (diagnostic?.fixes ?? []).map(({ field, value, output }) => ({
      field,
      value,
      output: extents(output),
    })),
  };
}

/** The report of a document with the page's settings and data; of the running net with what it holds now. */
export function reportOn(document: NetworkDocument, state: RunStoreState): Report {
  const { training, dataset, running, memory } = state;
  const analysis = analyse(document, classesOf(state));
  const data = { train: dataset?.train.total ?? 0, test: dataset?.test.total ?? 0, shape: dataset?.shape };
  const plans = analysis.valid ? plansOf(analysis, { training, data, half: storesHalf(state) }) : null;
  const ledger = plans && ledgerOf(plans.train);
  const layers = [...walkReports(analysis.elements)].map((one) => summaryOf(one, ledger));
  const sum = (key: 'params' | 'macs' | 'activationBytes') =>
    layers.reduce((total, layer) => total + layer[key], 0);
  const held = document === running ? memory : null;
  return {
    valid: analysis.valid,
    layers,
    totals: {
      params: sum('params'),
      macs: sum('macs'),
      activationBytes: sum('activationBytes'),
      inHeads: { params: analysis.inHeads.parameterCount, macs: analysis.inHeads.macs },
    },
    memory: plans && {
      batch: training.batch,
      predicted: withTotal(bytesByKind(plans.train.buffers)),
      inspection: withTotal(bytesByKind(plans.inspection)),
      allocated: held && withTotal(held.allocated),
      inspectionHeld: held?.inspection ?? 0,
    },
  };
}
