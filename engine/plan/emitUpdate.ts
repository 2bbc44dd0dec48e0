// What ends a training step: the figures it reports, the updates of all that learns, and the counters.
import { metricWords } from '../ops/runState.ts';
import { averagesWeights, looksAhead, optimiserSlots, type TrainingDocument } from '../spec/training.ts';
import type { Builder } from './builder.ts';
import { emitMuon } from './emitMuon.ts';
import type { ParameterGroup } from './groups.ts';
import { elements } from './plan.ts';

/** Whether two settings have the same ops in an update, so that one plan serves both. */
export const sameUpdateSteps = (a: TrainingDocument, b: TrainingDocument): boolean =>
  a.optimiser === b.optimiser &&
  a.renormalise === b.renormalise &&
  looksAhead(a) === looksAhead(b) &&
  averagesWeights(a) === averagesWeights(b) &&
  (['clipNorm', 'filterLimit'] as const).every((key) => a[key] > 0 === b[key] > 0);

export interface UpdateOptions {
  batch: number;
  /** Names of the auxiliary heads. */
  heads: readonly string[];
  training: TrainingDocument;
}

export function emitUpdate(
  builder: Builder,
  groups: readonly ParameterGroup[],
  { batch, heads, training }: UpdateOptions,
): void {
  const g = builder.get('gradients');
  const { state } = builder;
  builder.within('', 'update', () => {
    const partial = builder.get('run.normParts');
    builder.call('gradientNorm', { g, partial }, { count: elements(g) });
    const hyper = builder.get('run.hyper');
    if (training.clipNorm > 0) builder.call('clipGradient', { partial, hyper, g }, { count: elements(g) });
    const [outcome, labels] = [builder.get('softmax.outcome'), builder.get('labels')];
    const ring = builder.get('run.metrics');
    const words = ring.shape[1];
    builder.call('metrics', { outcome, labels, partial, state, ring }, { batch, words });
    for (const [index, head] of heads.entries()) {
      const ofHead = { outcome: builder.get(`${head}.outcome`), state, ring };
      builder.call('headLoss', ofHead, { batch, words, word: metricWords + index });
    }
    builder.emitUpdates();
    for (const group of groups) emitUpdateOf(builder, group, training);
    if (training.filterLimit > 0) for (const group of groups) emitLimits(builder, group);
    const w = builder.get('parameters');
    if (looksAhead(training)) {
      const slow = builder.get('optimiser.slow');
      builder.call('lookahead', { pulls: builder.get('run.pulls'), state, w, slow }, { count: elements(w) });
    }
    if (averagesWeights(training)) {
      const average = builder.get('optimiser.average');
      builder.call('averageWeights', { hyper, state, w, average }, { count: elements(w) });
    }
    builder.call('advance', { state }, { batch });
  });
}

/** The update of one group, over its part of the arenas. */
function emitUpdateOf(builder: Builder, group: ParameterGroup, training: TrainingDocument): void {
  const { optimiser, rateFactor, decayFactor, parameters } = group;
  if (optimiser === 'muon') {
    for (const parameter of parameters) emitMuon(builder, parameter, training);
    return;
  }
  const [first, last] = [parameters[0], parameters.at(-1)!].map(({ name }) => name);
  const part = (arena: string, suffix: string) =>
    builder.view(arena, `${first}${suffix}`, `${last}${suffix}`);
  const w = part('parameters', '');
  const slots = optimiserSlots[optimiser].map((slot) => [slot, part(`optimiser.${slot}`, `.${slot}`)]);
  const [hyper, schedule] = [builder.get('run.hyper'), builder.get('run.schedule')];
  builder.call(
    optimiser,
    {
      ...{ w, g: part('gradients', '.gradient'), ...Object.fromEntries(slots) },
      ...{ hyper, schedule, state: builder.state },
    },
    { count: elements(w), rateFactor, decayFactor },
  );
}

/** Scales back the filters of convolutions, a call for each layer. */
function emitLimits(builder: Builder, { parameters }: ParameterGroup): void {
  const [hyper, state] = [builder.get('run.hyper'), builder.state];
  for (const { name, layer, shape, filters } of parameters)
    if (filters)
      builder.within(layer, 'update', () => {
        const count = shape[shape.length - 1];
        const rows = elements({ shape }) / count;
        builder.call('limitFilters', { hyper, state, w: builder.get(name) }, { rows, filters: count });
      });
}
