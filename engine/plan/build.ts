// From an analysed net to a plan: declares the buffers, walks the stack once forward and once backward,
// and appends what every step needs around it.

import type { Tensor } from '../layers/emitter.ts';
import { layerOf } from '../layers/index.ts';
import type { Emitted, ParameterSpec } from '../layers/layer.ts';
import { normParts } from '../ops/metrics.ts';
import { metricWords, outcomeLength, ringLength, runHyperWords } from '../ops/runState.ts';
import { Stream } from '../random.ts';
import { isParallel } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import { EngineError, sentence } from '../spec/messages.ts';
import type { Shape } from '../spec/shape.ts';
import { optimiserSlots, type TrainingDocument } from '../spec/training.ts';
import { type ElementReport, firstDiagnostic, type NetworkReport, walkReports } from './analyse.ts';
import { Builder } from './builder.ts';
import { InputEmitter, type PlanData } from './emitInput.ts';
import { emitParallel } from './emitParallel.ts';
import { emitViews } from './emitViews.ts';
import { fuse } from './fuse.ts';
import { groupsOf, type ParameterGroup } from './groups.ts';
import { withHalfActivations } from './half.ts';
import { elements, type OpCall, type Plan, type PlanParameter } from './plan.ts';

export interface PlanOptions {
  /** "train" holds the training and evaluation programs; "inspect" runs one example, every value kept apart. */
  purpose: 'train' | 'inspect';
  training: TrainingDocument;
  data: PlanData;
  /** Whether activations lie in half precision. */
  half?: boolean;
}

/** Builds the plan of a valid net; throws EngineError "network.invalid" naming the layer otherwise. */
export function buildPlan(report: NetworkReport, options: PlanOptions): Plan {
  const mistake = firstDiagnostic(report);
  if (mistake) {
    const reason = sentence(mistake.diagnostic.code, mistake.diagnostic.values);
    throw new EngineError('network.invalid', { layer: mistake.layer, reason });
  }
  const plan = new PlanBuilder(report, options).build();
  return options.half ? withHalfActivations(plan) : plan;
}

class PlanBuilder {
  private readonly inspect: boolean;
  private readonly batch: number;
  private readonly builder: Builder;
  private readonly input: InputEmitter;
  private readonly streams = new Map<string, number>();
  private groups: readonly ParameterGroup[] = [];
  private parameters: PlanParameter[] = [];

  constructor(
    private readonly report: NetworkReport,
    private readonly options: PlanOptions,
  ) {
    this.inspect = options.purpose === 'inspect';
    this.batch = this.inspect ? 1 : options.training.batch;
    this.builder = new Builder({ inPlace: !this.inspect });
    const { training, data } = options;
    this.input = new InputEmitter(this.builder, report.document.input, this.batch, training, data);
    let index = 0;
    for (const { id } of walkReports(report.elements)) this.streams.set(id, Stream.layers + index++);
  }

  build(): Plan {
    this.declareShared();
    const x = this.input.declareBatch();
    if (this.inspect) this.builder.gradientWanted.add(x.name);
    const programs = this.inspect ? this.inspectProgram(x) : this.trainPrograms(x);
    const { tensors } = this.builder;
    return {
      batch: this.batch,
      classes: this.report.classes,
      ...(this.inspect
        ? this.builder.apart('inspect', ['parameters', 'fixed', 'run.state'])
        : this.builder.apart('', [])),
      parameters: this.parameters,
      programs: Object.fromEntries(
        Object.entries(programs).map(([name, calls]) => [name, fuse(calls, tensors)]),
      ),
    };
  }

  /**
   * Parameters that learn in one arena, group by group; gradients and optimiser slots laid out alike. What no
   * optimiser changes, frozen parameters and statistics, lies in an arena of its own.
   */
  private declareShared(): void {
    const { builder } = this;
    const specs = (layer: ElementReport): readonly ParameterSpec[] => [
      ...layer.parameters,
      ...layer.statistics,
    ];
    const parameters = [...walkReports(this.report.elements)].flatMap((layer) =>
      specs(layer).map(({ name, ...spec }, index) => ({
        name: `${layer.id}.${name}`,
        layer: layer.id,
        stream: this.streams.get(layer.id)!,
        index,
        ...spec,
      })),
    );
    this.groups = groupsOf(parameters, this.options.training.optimiser);
    const learned = this.groups.flatMap((group) => group.parameters);
    const fixed = parameters.filter(({ frozen }) => frozen);
    this.parameters = [...learned, ...fixed];
    const parts = (suffix: string) =>
      learned.map(({ name, shape, layer }) => ({ name: `${name}${suffix}`, shape, layer }));
    builder.declareArena('parameters', 'parameters', parts(''));
    builder.declareArena('gradients', 'gradients', parts('.gradient'));
    if (!this.inspect)
      for (const slot of optimiserSlots[this.options.training.optimiser])
        builder.declareArena(`optimiser.${slot}`, 'optimiser', parts(`.${slot}`));
    if (fixed.length > 0) builder.declareArena('fixed', 'parameters', fixed);
  }

  private inspectProgram(x: Tensor): Plan['programs'] {
    this.builder.training = false;
    this.emitBackward(this.emitForward(x));
    return { inspect: this.builder.takeCalls() };
  }

  private trainPrograms(x: Tensor): Plan['programs'] {
    this.declareRun();
    this.builder.training = true;
    this.input.emitTraining(x);
    this.emitBackward(this.emitForward(x));
    this.emitUpdate();
    const train = this.builder.takeCalls();
    this.builder.training = false;
    return {
      train,
      evaluateTest: this.evaluation('test', x),
      evaluateTrain: this.evaluation('train', x),
    };
  }

  private declareRun(): void {
    const { builder } = this;
    builder.declare('run.hyper', 'workspace', 'f32', [runHyperWords]);
    builder.declare('run.schedule', 'workspace', 'f32', [ringLength]);
    builder.declare('run.metrics', 'workspace', 'f32', [ringLength, metricWords]);
    builder.declare('run.outcomes', 'workspace', 'f32', [outcomeLength, 2]);
    builder.declare('run.normParts', 'workspace', 'f32', [normParts]);
    this.input.declareData();
  }

  private evaluation(split: 'train' | 'test', x: Tensor): OpCall[] {
    const { builder, batch } = this;
    this.emitLooks(split, x);
    builder.within('softmax', 'forward', () => {
      const { state } = builder;
      const outcomes = builder.get('run.outcomes');
      builder.call('recordOutcomes', { outcome: builder.get('softmax.outcome'), state, outcomes }, { batch });
      builder.call('advanceEvaluation', { state }, { batch });
    });
    return builder.takeCalls();
  }

  /** Looks at a batch of a split as often as the settings say, and leaves probabilities and outcome. */
  private emitLooks(split: 'train' | 'test', x: Tensor): void {
    const { builder, batch, input } = this;
    const { elements, classes } = this.report;
    const { views, average } = input.views;
    if (views.length === 1) {
      input.emitEvaluation(split, x, views[0]);
      this.emitForward(x);
      return;
    }
    const mean = emitViews(builder, input.views, { batch, classes }, (view) => {
      input.emitEvaluation(split, x, view);
      return average === 'logits' ? this.emitStack(elements, x).output : this.emitForward(x).output;
    });
    if (average === 'logits') this.emitLoss(mean);
    else
      builder.within('softmax', 'forward', () => {
        const [labels, outcome] = [builder.get('labels'), builder.get('softmax.outcome')];
        builder.call('outcomeOf', { probabilities: mean, labels, outcome }, { batch, classes });
      });
  }

  /** Layers and loss; returns what the backward pass starts from. */
  private emitForward(x: Tensor): Emitted {
    const stack = this.emitStack(this.report.elements, x);
    const loss = this.emitLoss(stack.output);
    return { output: loss.output, backward: (dy) => stack.backward(loss.backward(dy)!) };
  }

  private emitLoss(logits: Tensor): Emitted {
    const { builder, batch } = this;
    const { classes } = this.report;
    const sizes = { batch, classes };
    return builder.within('softmax', 'forward', () => {
      const labels = builder.get('labels');
      const probabilities = builder.activation('output', [batch, 1, 1, classes]);
      const outcome = builder.workspace('outcome', 'f32', [batch, 2]);
      builder.call('softmaxCrossEntropyForward', { x: logits, labels, probabilities, outcome }, sizes);
      return {
        output: probabilities,
        backward: () =>
          builder.within('softmax', 'backward', () => {
            const dx = builder.gradient(logits);
            builder.call('softmaxCrossEntropyBackward', { probabilities, labels, dx }, sizes);
            return dx;
          }),
      };
    });
  }

  private emitBackward(emitted: Emitted): void {
    emitted.backward(emitted.output);
  }

  private emitStack(reports: readonly ElementReport[], x: Tensor): Emitted {
    let output = x;
    const emitted = reports.map((report) => {
      const one = this.emitElement(report, output);
      output = one.output;
      return one;
    });
    return {
      output,
      backward: (outputGradient) =>
        emitted.reduceRight<Tensor | null>((dy, one) => dy && one.backward(dy), outputGradient),
    };
  }

  private emitElement(report: ElementReport, x: Tensor): Emitted {
    const { builder } = this;
    const emitted = builder.within(report.id, 'forward', () => {
      builder.stream = this.streams.get(report.id)!;
      if (!isParallel(report.element)) return this.emitLayer(report, x);
      const { merge } = report.element;
      const shape = [this.batch, report.output.height, report.output.width, report.output.channels];
      return emitParallel(builder, x, shape, merge, report.branches, (branch, input) =>
        this.emitStack(branch, input),
      );
    });
    return {
      output: emitted.output,
      backward: (dy) => builder.within(report.id, 'backward', () => emitted.backward(dy)),
    };
  }

  private emitLayer(report: ElementReport, x: Tensor): Emitted {
    const layer = layerOf(report.type)!;
    const settings = report.element as unknown as Settings<typeof layer.fields>;
    const wanted = this.builder.wantsGradient(x);
    const emitted = layer.emit(this.builder, settings, x, report.output as Shape);
    if (wanted || report.parameters.some(({ frozen }) => !frozen))
      this.builder.gradientWanted.add(emitted.output.name);
    return emitted;
  }

  private emitUpdate(): void {
    const { builder, batch } = this;
    const g = builder.get('gradients');
    const { state } = builder;
    builder.within('', 'update', () => {
      const partial = builder.get('run.normParts');
      builder.call('gradientNorm', { g, partial }, { count: elements(g) });
      const [outcome, labels] = [builder.get('softmax.outcome'), builder.get('labels')];
      builder.call(
        'metrics',
        { outcome, labels, partial, state, ring: builder.get('run.metrics') },
        { batch },
      );
      builder.emitUpdates();
      for (const group of this.groups) this.emitUpdateOf(group);
      builder.call('advance', { state }, { batch });
    });
  }

  /** The update of one group, over its part of the arenas. */
  private emitUpdateOf({ op, rateFactor, decayFactor, parameters }: ParameterGroup): void {
    const { builder } = this;
    const [first, last] = [parameters[0], parameters.at(-1)!].map(({ name }) => name);
    const part = (arena: string, suffix: string) =>
      builder.view(arena, `${first}${suffix}`, `${last}${suffix}`);
    const w = part('parameters', '');
    const slots = optimiserSlots[this.options.training.optimiser].map((slot) => [
      slot,
      part(`optimiser.${slot}`, `.${slot}`),
    ]);
    const [hyper, schedule] = [builder.get('run.hyper'), builder.get('run.schedule')];
    builder.call(
      op,
      {
        ...{ w, g: part('gradients', '.gradient'), ...Object.fromEntries(slots) },
        ...{ hyper, schedule, state: builder.state },
      },
      { count: elements(w), rateFactor, decayFactor },
    );
  }
}
