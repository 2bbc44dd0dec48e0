// A net on the reference backend for tests: weights, inputs and labels drawn from a seed, and the forward
// and backward passes of its plan run apart from data gathering and updates.
import type { Storage } from '../backends/backend.ts';
import { createReferenceBackend, type ReferenceBackend } from '../backends/reference/index.ts';
import type { OpName } from '../ops/index.ts';
import type { NumericArray } from '../ops/op.ts';
import { runState } from '../ops/runState.ts';
import { analyse } from '../plan/analyse.ts';
import { buildPlan, type PlanOptions } from '../plan/build.ts';
import type { OpCall, Pass, Plan, ProgramName } from '../plan/plan.ts';
import { normal, uniform } from '../random.ts';
import { isParallel, type NetworkDocument, walk } from '../spec/document.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';

export interface NetOptions {
  purpose: PlanOptions['purpose'];
  classes: number;
  /** Ignored by the purpose "inspect", whose batch is 1. */
  batch: number;
  precision: 'float32' | 'float64';
  /** Optimiser and its settings; those of the defaults unless given. */
  training?: TrainingDocument;
}

/** Ops whose slope changes at once where their output leaves 0. */
const kinked = new Set<OpName>(['reluForward', 'leakyReluForward', 'eluForward']);

export class Net {
  readonly plan: Plan;
  private readonly backend: ReferenceBackend;
  private readonly storage: Storage;
  private readonly programName: ProgramName;

  constructor(
    private readonly document: NetworkDocument,
    options: NetOptions,
  ) {
    const { purpose, classes, batch, precision } = options;
    const training = { ...(options.training ?? parseTraining({})), batch };
    const data = { train: 0, test: 0 };
    this.plan = buildPlan(analyse(document, classes), { purpose, training, data });
    this.programName = purpose === 'inspect' ? 'inspect' : 'train';
    this.backend = createReferenceBackend({ precision });
    this.storage = this.backend.createStorage(this.plan.buffers);
  }

  /** The live values of a tensor, in the precision computed with. */
  view(tensor: string): NumericArray {
    return this.backend.view(this.plan, this.storage, tensor);
  }

  /** Draws parameters, inputs and labels; the run's counters key the masks of dropout. */
  fill(seed: number): this {
    const draw = (tensor: string, stream: number, from: (normal: number) => number) => {
      const values = this.view(tensor);
      for (let i = 0; i < values.length; i++) values[i] = from(normal(seed, stream, 0, i));
    };
    for (const [index, { name, initialiser }] of this.plan.parameters.entries())
      draw(name, index + 1, (one) => {
        if (initialiser.kind === 'normal') return 0.7 * initialiser.deviation * one;
        // What starts at 1, a gain or a variance, stays above 0.
        return initialiser.kind === 'constant' && initialiser.value === 1 ? Math.exp(0.3 * one) : 0.5 * one;
      });
    draw('input.output', 0, (one) => one);
    const labels = this.view('labels');
    for (let n = 0; n < labels.length; n++)
      labels[n] = Math.floor(uniform(seed, 99, 0, n) * this.plan.classes);
    this.view('run.state')[runState.seed] = seed;
    this.view('run.state')[runState.step] = 3;
    return this;
  }

  calls(...passes: Pass[]): OpCall[] {
    return this.plan.programs[this.programName]!.filter(({ pass }) => passes.includes(pass));
  }

  /** Runs the calls of the given passes once. */
  async run(...passes: Pass[]): Promise<void> {
    await this.runCalls(this.calls(...passes));
  }

  async runCalls(calls: readonly OpCall[]): Promise<void> {
    const plan = { ...this.plan, programs: { [this.programName]: calls } };
    await this.backend.run(await this.backend.compile(plan, this.programName, this.storage), 1);
  }

  /** Mean loss of what the last forward pass left: that of the net's own end, or of a head. */
  loss(outcomeName = 'softmax.outcome'): number {
    const outcome = this.view(outcomeName);
    let sum = 0;
    for (let n = 0; n < this.plan.batch; n++) sum += outcome[2 * n];
    return sum / this.plan.batch;
  }

  /** What training minimises: the net's own loss, and those of its auxiliary heads by their weights. */
  objective(): number {
    let sum = this.loss();
    for (const element of walk(this.document.layers))
      if (isParallel(element) && element.merge === 'head')
        for (const head of element.branches.keys())
          if (head > 0) sum += element.weight * this.loss(`${element.id}.head${head + 1}.outcome`);
    return sum;
  }

  /** Which terms of the hinge of each example are positive. */
  private violations({ tensors, attributes: { margin } }: OpCall): string {
    const { classes } = this.plan;
    const [x, labels] = [this.view(tensors.x), this.view('labels')];
    return Array.from(x, (value, i) => {
      const n = Math.floor(i / classes);
      return value - x[n * classes + labels[n]] + margin > 0 ? '+' : '0';
    }).join('');
  }

  /**
   * Which side of its kinks the last forward pass was on: signs at every relu, winners of every largest value.
   * A difference quotient is only meaningful where this does not change.
   */
  side(): string {
    return this.calls('forward')
      .map((call) => {
        const { op, tensors, attributes } = call;
        if (kinked.has(op) || attributes.relu === 1)
          return Array.from(this.view(tensors.y), (y) => (y > 0 ? '+' : '0')).join('');
        if (op === 'hingeForward') return this.violations(call);
        return tensors.winner ? this.view(tensors.winner).join(',') : '';
      })
      .join('|');
  }
}
