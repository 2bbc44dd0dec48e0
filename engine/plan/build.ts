// From an analysed net to a plan: declares the buffers, walks the stack once forward and once backward,
// and appends what every step needs around it.

import type { Tensor } from '../layers/emitter.ts';
import { layerOf } from '../layers/index.ts';
import type { Emitted, ParameterSpec } from '../layers/layer.ts';
import { normParts } from '../ops/metrics.ts';
import { metricWords, outcomeLength, ringLength, runHyperWords } from '../ops/runState.ts';
import { isParallel, type ParallelElement } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import { EngineError, sentence } from '../spec/messages.ts';
import type { Shape } from '../spec/shape.ts';
import { averagesWeights, slotsOf, type TrainingDocument } from '../spec/training.ts';
import {
  type ElementReport,
  firstDiagnostic,
  type NetworkReport,
  streamsOf,
  walkReports,
} from './analyse.ts';
import { Builder } from './builder.ts';
import { emitHeads, headName, headsOf } from './emitHeads.ts';
import { InputEmitter, type Mixing, type PlanData } from './emitInput.ts';
import { LossEmitter, type LossPlace } from './emitLoss.ts';
import { emitParallel } from './emitParallel.ts';
import { emitUpdate } from './emitUpdate.ts';
import { averageOf, emitViews } from './emitViews.ts';
import { fuse } from './fuse.ts';
import { groupsOf, type ParameterGroup } from './groups.ts';
import { withHalfActivations } from './half.ts';
import { type OpCall, type Plan, type PlanParameter, viewProgram } from './plan.ts';

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
  private readonly loss: LossEmitter;
  private readonly heads: readonly string[];
  private readonly streams: ReadonlyMap<string, number>;
  private groups: readonly ParameterGroup[] = [];
  private parameters: PlanParameter[] = [];
  /** Whether what is emitted is learned from, or measured plain. */
  private learning = true;

  constructor(
    private readonly report: NetworkReport,
    private readonly options: PlanOptions,
  ) {
    this.inspect = options.purpose === 'inspect';
    this.batch = this.inspect ? 1 : options.training.batch;
    this.builder = new Builder({ inPlace: !this.inspect });
    const { training, data } = options;
    this.input = new InputEmitter(this.builder, report.document.input, this.batch, training, data);
    const sizes = { batch: this.batch, classes: report.classes };
    this.loss = new LossEmitter(this.builder, report.document.loss, sizes);
    this.heads = headsOf(report.elements);
    this.streams = streamsOf(report);
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
      for (const slot of slotsOf(this.options.training))
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
    emitUpdate(this.builder, this.groups, {
      batch: this.batch,
      heads: this.heads,
      training: this.options.training,
    });
    const train = this.builder.takeCalls();
    this.builder.training = false;
    this.learning = false;
    this.builder.averaged = averagesWeights(this.options.training);
    return {
      train,
      preview: train.filter(({ pass }) => pass === 'input'),
      ...this.viewPrograms(x),
      evaluateTest: this.evaluation('test', x),
      evaluateTrain: this.evaluation('train', x),
      classify: this.classification(x),
      ...(this.input.emitBeforeWhitening() ? { beforeWhitening: this.builder.takeCalls() } : {}),
    };
  }

  private declareRun(): void {
    const { builder } = this;
    builder.declare('run.hyper', 'workspace', 'f32', [runHyperWords]);
    builder.declare('run.schedule', 'workspace', 'f32', [ringLength]);
    builder.declare('run.pulls', 'workspace', 'f32', [ringLength]);
    builder.declare('run.metrics', 'workspace', 'f32', [ringLength, metricWords + this.heads.length]);
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

  private viewPrograms(x: Tensor): Plan['programs'] {
    return Object.fromEntries(
      this.input.views.views.map((view, index) => {
        this.input.emitEvaluation('test', x, view);
        return [viewProgram(index), this.builder.takeCalls()];
      }),
    );
  }

  private classification(x: Tensor): OpCall[] {
    this.emitForward(x);
    return this.builder.takeCalls();
  }

  /** Looks at a batch of a split as often as the settings say, and leaves probabilities and outcome. */
  private emitLooks(split: 'train' | 'test', x: Tensor): void {
    const { builder, batch, input } = this;
    const { elements, classes } = this.report;
    const { views, redraws } = input.views;
    if (views.length === 1) {
      input.emitEvaluation(split, x, views[0]);
      this.emitForward(x);
      return;
    }
    const average = averageOf(this.report.document.loss, input.views);
    const mean = emitViews(builder, { views, average, redraws }, { batch, classes }, (view) => {
      input.emitEvaluation(split, x, view);
      return average === 'logits' ? this.emitStack(elements, x).output : this.emitForward(x).output;
    });
    if (average === 'logits') this.loss.emit(mean, false);
    else this.loss.emitOf(mean);
  }

  /** How the batch that is learned from is mixed; the one example that is looked at is not. */
  private get mixing(): Mixing | null {
    return this.learning && !this.inspect ? this.input.mixing : null;
  }

  /** Layers and their loss, those of the net or of a head; returns what the backward pass starts from. */
  private emitForward(x: Tensor, reports = this.report.elements, place?: LossPlace): Emitted {
    const stack = this.emitStack(reports, x);
    const loss = this.loss.emit(stack.output, this.learning, this.mixing, place);
    return { output: loss.output, backward: (dy) => stack.backward(loss.backward(dy)!) };
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
      const { element } = report;
      return isParallel(element) ? this.emitBlock(report, element, x) : this.emitLayer(report, x);
    });
    return {
      output: emitted.output,
      backward: (dy) => builder.within(report.id, 'backward', () => emitted.backward(dy)),
    };
  }

  private emitBlock({ id, output, branches }: ElementReport, element: ParallelElement, x: Tensor): Emitted {
    const { builder } = this;
    const { merge, weight } = element;
    const emitStack = (branch: readonly ElementReport[], input: Tensor) => this.emitStack(branch, input);
    if (merge === 'head')
      return emitHeads(builder, x, branches, {
        learning: this.learning,
        emitTrunk: emitStack,
        emitHead: (branch, input, index) =>
          this.emitForward(input, branch, { layer: id, prefix: `${headName(index)}.`, weight }),
      });
    const shape = [this.batch, output.height, output.width, output.channels];
    return emitParallel(builder, x, shape, merge, branches, emitStack);
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
}
