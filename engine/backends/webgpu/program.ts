// A program of a plan as the GPU runs it: a flat list of dispatches with their pipelines and bind groups,
// made once and encoded as often as wanted.
import { ops } from '../../ops/index.ts';
import type { OpCall, Plan, PlanTensor, ProgramName } from '../../plan/plan.ts';
import type { Program } from '../backend.ts';
import { kernels } from './kernels/index.ts';
import type { Dispatch, KernelContext, Way } from './kernels/kernel.ts';
import type { PipelineCache } from './pipelines.ts';
import { type Portion, portionsOf } from './portions.ts';
import type { WebGpuStorage } from './storage.ts';
import type { Candidate, Tuner } from './tune.ts';

export interface Step {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [number, number, number];
}

/** Steps of an op call, and what the call costs. */
export interface RecordedCall {
  steps: readonly Step[];
  flops: number;
}

/** Calls in order. */
export class Recording {
  /** What is to be submitted together. */
  readonly portions: readonly Portion[];

  constructor(readonly calls: readonly RecordedCall[]) {
    this.portions = portionsOf(calls.map(({ flops }) => flops));
  }

  /** Records the calls `from`..`to` into a pass. */
  encode(pass: GPUComputePassEncoder, from = 0, to = this.calls.length): void {
    for (let call = from; call < to; call++)
      for (const { pipeline, bindGroup, workgroups } of this.calls[call].steps) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
      }
  }
}

export class WebGpuProgram extends Recording implements Program {
  readonly dispatches: number;
  constructor(
    readonly name: ProgramName,
    calls: Recording['calls'],
  ) {
    super(calls);
    this.dispatches = calls.reduce((sum, { steps }) => sum + steps.length, 0);
  }
}

export interface CompileContext {
  device: GPUDevice;
  pipelines: PipelineCache;
  plan: Plan;
  storage: WebGpuStorage;
  maxBindingBytes: number;
  fastWorkgroupMemory: boolean;
  /** Finds the fastest way of a product; left out where the likeliest is to be taken. */
  tuner?: Tuner;
}

/** Builds all pipelines in parallel, then the bind groups. */
export async function compileProgram(context: CompileContext, name: ProgramName): Promise<WebGpuProgram> {
  const calls = context.plan.programs[name];
  if (!calls) throw new Error(`the plan has no program "${name}"`);
  if (context.tuner) await tune(context, context.tuner, calls);
  return new WebGpuProgram(name, await Promise.all(calls.map((call) => compileCall(context, call))));
}

/** What the fastest way of a call depends on. */
function tuneKey(plan: Plan, call: OpCall): string {
  const roles = Object.entries(tensorsOf(plan, call)).map(([role, { dtype }]) =>
    dtype === 'f16' ? `${role} f16` : role,
  );
  return JSON.stringify([call.op, call.attributes, roles.sort()]);
}

/** Lets the tuner time the products whose fastest way it does not know; all other calls are compiled meanwhile. */
async function tune(context: CompileContext, tuner: Tuner, calls: readonly OpCall[]): Promise<void> {
  const candidates = await Promise.all(
    calls.map(async (call): Promise<Candidate | null> => {
      const ways = kernels[call.op].ways?.(kernelContext(context, call)) ?? [];
      const key = tuneKey(context.plan, call);
      const known = await tuner.known(key);
      if (ways.length < 2 || known) {
        await recorded(context, call, known);
        return null;
      }
      const all = ways.map(async (way) => [way, await recorded(context, call, way)] as const);
      return { key, ways: new Map(await Promise.all(all)) };
    }),
  );
  await tuner.learn(candidates.filter((candidate) => candidate !== null));
}

function tensorsOf(plan: Plan, call: OpCall): Record<string, PlanTensor> {
  const found = Object.entries(call.tensors).map(([role, name]) => {
    const tensor = plan.tensors.get(name);
    if (!tensor) throw new Error(`${call.op} of "${call.layer}" names a tensor "${name}" the plan lacks`);
    return [role, tensor] as const;
  });
  return Object.fromEntries(found);
}

/** A dispatch may not see one buffer both as read-only and as writable. */
function requireSeparate(call: OpCall, tensors: KernelContext['tensors'], { shader, roles }: Dispatch): void {
  const seen = new Map<string, string>();
  for (const [name, access] of Object.entries(shader.bindings)) {
    const buffer = tensors[roles?.[name] ?? name]?.buffer;
    if (buffer && (seen.get(buffer) ?? access) !== access)
      throw new Error(`${call.op} of "${call.layer}" reads and changes the buffer "${buffer}"`);
    if (buffer) seen.set(buffer, access);
  }
}

async function compileCall(context: CompileContext, call: OpCall): Promise<RecordedCall> {
  return recorded(context, call, await context.tuner?.known(tuneKey(context.plan, call)));
}

const kernelContext = (
  { plan, maxBindingBytes, fastWorkgroupMemory }: CompileContext,
  call: OpCall,
  way?: Way,
): KernelContext => ({
  attributes: call.attributes,
  tensors: tensorsOf(plan, call),
  maxBindingBytes,
  fastWorkgroupMemory,
  way,
});

async function recorded(context: CompileContext, call: OpCall, way?: Way): Promise<RecordedCall> {
  const own = kernelContext(context, call, way);
  const dispatches = kernels[call.op].dispatches(own);
  for (const dispatch of dispatches) requireSeparate(call, own.tensors, dispatch);
  const steps = dispatches.map((dispatch) => prepare(context, call, own.tensors, dispatch));
  return { steps: await Promise.all(steps), flops: ops[call.op].flops(call.attributes) };
}

/** The pipeline and the bind group of one dispatch. */
async function prepare(
  { device, pipelines, storage }: CompileContext,
  call: OpCall,
  tensors: KernelContext['tensors'],
  dispatch: Dispatch,
): Promise<Step> {
  const { shader, roles, ranges, workgroups } = dispatch;
  const bindings = Object.keys(shader.bindings).map((name) => {
    const tensor = tensors[roles?.[name] ?? name];
    if (!tensor) throw new Error(`${call.op} of "${call.layer}" has no tensor for "${name}"`);
    return { name, dtype: tensor.dtype, resource: storage.binding(tensor, ranges?.[name]) };
  });
  const shown = bindings.map(({ name, dtype, resource }) => [name, { dtype, bytes: resource.size }]);
  const pipeline = await pipelines.get(dispatch, Object.fromEntries(shown));
  const entries = bindings.map(({ resource }, binding) => ({ binding, resource }));
  const label = `${call.op} ${call.layer}`;
  const bindGroup = device.createBindGroup({ label, layout: pipelines.layout(shader), entries });
  return { pipeline, bindGroup, workgroups };
}
