// What layers write their ops into. The builder declares tensors, decides when an op may write over its
// input, and keeps the forward and backward lists; it knows ops and buffers, never layer types.
import type { Emitter, Tensor } from '../layers/emitter.ts';
import type { OpName } from '../ops/index.ts';
import { ops } from '../ops/index.ts';
import type { DType, MemoryKind, OpCall, Pass, PlanBuffer, PlanTensor } from './plan.ts';
import { elements, tensorAlignment, tensorBytes, tensorOf } from './plan.ts';

export interface BuilderOptions {
  /** Whether elementwise layers may write over their input; off where every value is to be looked at. */
  inPlace: boolean;
}

const roundUp = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

export class Builder implements Emitter {
  readonly buffers: PlanBuffer[] = [];
  readonly tensors = new Map<string, PlanTensor>();
  /** Tensors whose values are needed after their next reader: they must not be written over. */
  private readonly kept = new Set<string>();
  private calls: OpCall[] = [];
  private layer = '';
  private pass: Pass = 'input';
  training = true;
  /** Whether layers read the moving averages of their weights, where there are any. */
  averaged = false;
  stream = 0;

  get state(): Tensor {
    return this.get('run.state');
  }

  constructor(private readonly options: BuilderOptions) {}

  /** Runs `emit` with its calls marked as belonging to a layer and a pass. */
  within<T>(layer: string, pass: Pass, emit: () => T): T {
    const [outerLayer, outerPass] = [this.layer, this.pass];
    [this.layer, this.pass] = [layer, pass];
    const result = emit();
    [this.layer, this.pass] = [outerLayer, outerPass];
    return result;
  }

  /** Takes the calls emitted so far and starts a new list. */
  takeCalls(): OpCall[] {
    const calls = this.calls;
    this.calls = [];
    return calls;
  }

  call(op: OpName, tensors: Record<string, Tensor>, attributes: Record<string, number> = {}): void {
    const names = Object.fromEntries(Object.entries(tensors).map(([role, tensor]) => [role, tensor.name]));
    const scratch = ops[op].workspace?.(attributes) ?? 0;
    if (scratch > 0) names.scratch = this.scratch(`${op}.scratch`, scratch).name;
    this.calls.push({ op, layer: this.layer, pass: this.pass, tensors: names, attributes });
  }

  /** What layers want done in the update of a step. */
  private readonly updates: (() => void)[] = [];

  atUpdate(emit: () => void): void {
    const { layer } = this;
    this.updates.push(() => this.within(layer, 'update', emit));
  }

  emitUpdates(): void {
    for (const emit of this.updates.splice(0)) emit();
  }

  /** A tensor with a buffer of its own; declaring the same one again returns it. */
  declare(
    name: string,
    kind: MemoryKind,
    dtype: DType,
    shape: readonly number[],
    layer: string = this.layer,
  ): Tensor {
    const known = this.tensors.get(name);
    if (known) return known;
    const tensor: PlanTensor = { name, buffer: name, offset: 0, dtype, shape, kind, layer };
    this.buffers.push({ name, kind, bytes: Math.max(4, roundUp(tensorBytes(tensor), 4)) });
    this.tensors.set(name, tensor);
    return tensor;
  }

  /** One buffer that holds several f32 tensors one after the other; also a flat tensor named as the buffer. */
  declareArena(name: string, kind: MemoryKind, parts: readonly (Tensor & { layer: string })[]): Tensor {
    let offset = 0;
    for (const part of parts) {
      const tensor: PlanTensor = { ...part, buffer: name, offset, dtype: 'f32', kind };
      this.tensors.set(part.name, tensor);
      offset += roundUp(tensorBytes(tensor), tensorAlignment);
    }
    const bytes = Math.max(tensorAlignment, offset);
    const flat: PlanTensor = {
      name,
      buffer: name,
      offset: 0,
      dtype: 'f32',
      shape: [bytes / 4],
      kind,
      layer: '',
    };
    this.buffers.push({ name, kind, bytes });
    this.tensors.set(name, flat);
    return flat;
  }

  /** The part of an arena from one of its tensors to another, both included, with what fills up between them. */
  view(arena: string, first: string, last: string): Tensor {
    const [whole, from, to] = [arena, first, last].map((name) => this.tensors.get(name)!);
    const end = to.offset + roundUp(tensorBytes(to), tensorAlignment);
    const shape = [(end - from.offset) / 4];
    const tensor = { ...whole, name: `${first} to ${last}`, offset: from.offset, shape };
    this.tensors.set(tensor.name, tensor);
    return tensor;
  }

  activation(name: string, shape: readonly number[]): Tensor {
    return this.declare(`${this.layer}.${name}`, 'activations', 'f32', shape);
  }

  workspace(name: string, dtype: DType, shape: readonly number[]): Tensor {
    return this.declare(`${this.layer}.${name}`, 'workspace', dtype, shape);
  }

  parameter(name: string): Tensor {
    const own = `${this.layer}.${name}`;
    return (this.averaged && this.tensors.get(`${own}.average`)) || this.get(own);
  }

  get(name: string): Tensor {
    return tensorOf(this, name);
  }

  /** Marks values that are read again later: by a backward pass, or by another branch. */
  keep(tensor: Tensor): void {
    this.kept.add(tensor.name);
  }

  /** The gradient of a parameter, in the gradient arena. */
  parameterGradient(parameter: Tensor): Tensor {
    return this.get(`${parameter.name}.gradient`);
  }

  learns(parameter: Tensor): boolean {
    return this.tensors.has(`${parameter.name}.gradient`);
  }

  /** Whether anything before this tensor learns, so that its gradient is worth computing. */
  wantsGradient(tensor: Tensor): boolean {
    return this.gradientWanted.has(tensor.name);
  }
  /** Activations on a path from a parameter; filled in as layers are emitted. */
  readonly gradientWanted = new Set<string>();

  follow(from: Tensor, to: Tensor): void {
    if (this.gradientWanted.has(from.name)) this.gradientWanted.add(to.name);
  }

  /** A fresh tensor for the gradient of an activation; it is charged to the layer that holds the activation. */
  gradient(of: Tensor): Tensor {
    const holder = this.tensors.get(this.tensors.get(of.name)!.buffer)!.layer;
    return this.declare(`${of.name}.gradient`, 'gradients', 'f32', of.shape, holder);
  }

  /** The output of an elementwise op that writes over `input`: the same buffer if allowed, else a copy. */
  overwrite(input: Tensor, name: string): Tensor {
    const output = `${this.layer}.${name}`;
    if (this.mayOverwrite(input)) return this.alias(output, input);
    return this.copy(input, this.declare(output, 'activations', 'f32', input.shape));
  }

  /** The gradient of `input`, made by changing `outputGradient` in place if allowed. */
  overwriteGradient(outputGradient: Tensor, input: Tensor): Tensor {
    if (this.mayOverwrite(outputGradient)) return this.alias(`${input.name}.gradient`, outputGradient);
    return this.copy(outputGradient, this.gradient(input));
  }

  private mayOverwrite(tensor: Tensor): boolean {
    return this.options.inPlace && !this.kept.has(tensor.name);
  }

  /** Another name, and perhaps another shape, for the same values. */
  alias(name: string, source: Tensor, shape: readonly number[] = source.shape): Tensor {
    const known = this.tensors.get(name);
    if (known) return known;
    const tensor: PlanTensor = { ...this.tensors.get(source.name)!, name, shape, layer: this.layer };
    this.tensors.set(name, tensor);
    if (this.kept.has(source.name)) this.kept.add(name);
    if (this.gradientWanted.has(source.name)) this.gradientWanted.add(name);
    return tensor;
  }

  /** The same values under a name of the present layer, so that their gradient is its own. */
  named(x: Tensor, name: string): Tensor {
    return this.alias(`${this.layer}.${name}`, x);
  }

  flatten(x: Tensor, name: string): Tensor {
    const [batch, height, width, channels] = x.shape;
    return this.alias(`${this.layer}.${name}`, x, [batch, 1, 1, height * width * channels]);
  }

  unflattenGradient(flatGradient: Tensor, x: Tensor): Tensor {
    return this.alias(`${x.name}.gradient`, flatGradient, x.shape);
  }

  /** Emits a copy and returns what it is copied to. */
  copy(from: Tensor, to: Tensor): Tensor {
    this.call(
      'copyChannels',
      { x: from, y: to },
      {
        pixels: 1,
        channels: elements(from),
        fromChannels: elements(from),
        fromOffset: 0,
        toChannels: elements(from),
        toOffset: 0,
      },
    );
    return to;
  }

  /**
   * The buffers and tensors declared, buffers renamed "prefix/name" except the shared ones, so that the
   * plans of one net can lie side by side in one storage.
   */
  apart(
    prefix: string,
    shared: readonly string[],
  ): { buffers: PlanBuffer[]; tensors: Map<string, PlanTensor> } {
    const rename = (name: string) => (prefix === '' || shared.includes(name) ? name : `${prefix}/${name}`);
    const buffers = this.buffers.map((buffer) => ({ ...buffer, name: rename(buffer.name) }));
    const tensors = [...this.tensors].map(
      ([name, tensor]) => [name, { ...tensor, buffer: rename(tensor.buffer) }] as const,
    );
    return { buffers, tensors: new Map(tensors) };
  }

  /** Workspace of the present layer that other layers use after it, under a name of its own. */
  sharedWorkspace(name: string, shape: readonly number[]): Tensor {
    const whole = this.scratch(name, elements({ shape }));
    return this.alias(`${this.layer}.${name}`, whole, shape);
  }

  /** Workspace shared by all calls that ask for it; as large as the largest needs. */
  private scratch(name: string, floats: number): Tensor {
    const known = this.tensors.get(name);
    const size = Math.max(floats, known ? elements(known) : 0);
    const tensor: PlanTensor = {
      name,
      buffer: name,
      offset: 0,
      dtype: 'f32',
      shape: [size],
      kind: 'workspace',
      layer: '',
    };
    this.tensors.set(name, tensor);
    const buffer = { name, kind: 'workspace' as const, bytes: size * 4 };
    const index = this.buffers.findIndex((b) => b.name === name);
    if (index < 0) this.buffers.push(buffer);
    else this.buffers[index] = buffer;
    return tensor;
  }
}
