// Looks inside a net: runs one image forward and backward with every value kept apart, over the run's own
// parameters, and reads any tensor by name. It has buffers of its own, so training is not disturbed.
import type { Program, Storage, TensorData } from '../backends/backend.ts';
import { isFloat, type Plan } from '../plan/plan.ts';
import { EngineError } from '../spec/messages.ts';
import type { Corner } from '../spec/placing.ts';
import { Lock } from '../train/lock.ts';
import { planFor } from '../train/planFor.ts';
import type { Run } from '../train/run.ts';

export interface Inspected {
  /** Planar bytes. */
  image: Uint8Array;
  label: number;
  /** Where the net's window begins; in the image's middle unless told. */
  corner?: Corner;
}

export interface Inspection {
  /** The step whose weights were looked at. */
  step: number;
  probabilities: Float32Array;
  /** The tensors asked for, in order; activations without the batch dimension. */
  tensors: { name: string; shape: number[]; data: Float32Array }[];
}

export class Inspector {
  private readonly lock = new Lock();

  static async create(run: Run): Promise<Inspector> {
    const { plan } = planFor(run, 'inspect');
    const storage = run.backend.createStorage(plan.buffers, run.storage);
    return new Inspector(run, plan, storage, await run.backend.compile(plan, 'inspect', storage));
  }

  private constructor(
    private readonly run: Run,
    private readonly plan: Plan,
    readonly storage: Storage,
    private readonly program: Program,
  ) {}

  /**
   * One image with its label. Names: "conv1.weight", "conv1.weight.gradient",
   * "relu1.output", "relu1.output.gradient", "input.output" ... Throws EngineError "tensor.unknown".
   */
  inspect({ image, label, corner }: Inspected, names: readonly string[]): Promise<Inspection> {
    for (const name of names) this.check(name);
    const look = () => this.pass(this.run.input.reader(image, corner), label, names);
    return this.betweenSteps(look).then(({ step, values: [probabilities, ...data] }) => ({
      step,
      probabilities: probabilities as Float32Array,
      tensors: names.map((name, i) => ({ name, shape: this.shapeOf(name), data: data[i] as Float32Array })),
    }));
  }

  /**
   * Class probabilities of several inputs, each [height, width, channels], with the weights of one step. Where `redraws`
   * is true, each is another look: what layers draw at random is drawn anew for it.
   */
  async classify(
    inputs: readonly Float32Array[],
    redraws = false,
  ): Promise<{ step: number; rows: Float32Array[] }> {
    const { run } = this;
    const { step, values } = await this.betweenSteps(async () => {
      const rows: Promise<TensorData[]>[] = [];
      for (const [look, input] of inputs.entries()) {
        run.setLook(redraws ? look : 0);
        rows.push((await this.pass(input, 0, [])).read);
      }
      run.setLook(0);
      return { read: Promise.all(rows) };
    });
    return { step, rows: values.map(([row]) => row as Float32Array) };
  }

  /** Runs one input, [height, width, channels]; `read` are the class probabilities and the tensors named. */
  private async pass(input: Float32Array, label: number, names: readonly string[]) {
    const { plan, storage } = this;
    const { backend } = this.run;
    backend.write(plan, storage, 'input.output', input);
    backend.write(plan, storage, 'labels', Uint32Array.of(label));
    await backend.run(this.program, 1);
    return { read: backend.read(plan, storage, ['softmax.output', ...names]) };
  }

  /**
   * Looks between two steps, so that all values belong to the same weights; the next steps need not wait until the
   * values have arrived.
   */
  private betweenSteps<T>(look: () => Promise<{ read: Promise<T> }>): Promise<{ step: number; values: T }> {
    const { run } = this;
    return this.lock.exclusive(async () => {
      const { step, read } = await run.lock.exclusive(async () => ({ ...(await look()), step: run.step }));
      return { step, values: await read };
    });
  }

  private check(name: string): void {
    const tensor = this.plan.tensors.get(name);
    const visible = [...this.plan.tensors.values()].filter((one) => isFloat(one) && one.layer !== '');
    if (tensor && visible.includes(tensor)) return;
    throw new EngineError('tensor.unknown', { name, known: visible.map((one) => one.name).join(', ') });
  }

  /** Parameters keep their shape; activations lose the batch of one. */
  private shapeOf(name: string): number[] {
    const { shape, kind } = this.plan.tensors.get(name)!;
    const learned = this.plan.parameters.some((one) => name === one.name || name === `${one.name}.gradient`);
    return learned || kind === 'parameters' ? [...shape] : shape.slice(1);
  }

  /** Frees its buffers after the inspections that have begun. */
  destroy(): void {
    void this.lock.exclusive(async () => this.storage.destroy());
  }
}
