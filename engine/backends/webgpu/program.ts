// A program of a plan as the GPU runs it: a flat list of dispatches with their pipelines and bind groups,
// made once and encoded as often as wanted.
import type { OpCall, Plan, PlanTensor, ProgramName } from '../../plan/plan.ts';
import type { Program } from '../backend.ts';
import { kernels } from './kernels/index.ts';
import type { Dispatch } from './kernels/kernel.ts';
import type { PipelineCache } from './pipelines.ts';
import type { WebGpuStorage } from './storage.ts';

export interface Step {
  pipeline: GPUComputePipeline;
  bindGroup: GPUBindGroup;
  workgroups: readonly [number, number, number];
}

export class WebGpuProgram implements Program {
  readonly dispatches: number;
  /** The steps of each op call, in order. */
  constructor(
    readonly name: ProgramName,
    readonly calls: readonly (readonly Step[])[],
  ) {
    this.dispatches = calls.reduce((sum, steps) => sum + steps.length, 0);
  }

  /** Records the calls `from`..`to` into a pass. */
  encode(pass: GPUComputePassEncoder, from = 0, to = this.calls.length): void {
    for (let call = from; call < to; call++)
      for (const { pipeline, bindGroup, workgroups } of this.calls[call]) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
      }
  }
}

export interface CompileContext {
  device: GPUDevice;
  pipelines: PipelineCache;
  plan: Plan;
  storage: WebGpuStorage;
  maxBindingBytes: number;
  fastWorkgroupMemory: boolean;
}

/** Builds all pipelines in parallel, then the bind groups. */
export async function compileProgram(context: CompileContext, name: ProgramName): Promise<WebGpuProgram> {
  const calls = context.plan.programs[name];
  if (!calls) throw new Error(`the plan has no program "${name}"`);
  return new WebGpuProgram(name, await Promise.all(calls.map((call) => compileCall(context, call))));
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
function requireSeparate(
  call: OpCall,
  tensors: Record<string, PlanTensor>,
  { shader, roles }: Dispatch,
): void {
  const seen = new Map<string, string>();
  for (const [name, access] of Object.entries(shader.bindings)) {
    const buffer = tensors[roles?.[name] ?? name]?.buffer;
    if (buffer && (seen.get(buffer) ?? access) !== access)
      throw new Error(`${call.op} of "${call.layer}" reads and changes the buffer "${buffer}"`);
    if (buffer) seen.set(buffer, access);
  }
}

async function compileCall(context: CompileContext, call: OpCall): Promise<Step[]> {
  const tensors = tensorsOf(context.plan, call);
  const { maxBindingBytes, fastWorkgroupMemory } = context;
  const { attributes } = call;
  const device = { maxBindingBytes, fastWorkgroupMemory };
  const dispatches = kernels[call.op].dispatches({ attributes, tensors, ...device });
  for (const dispatch of dispatches) requireSeparate(call, tensors, dispatch);
  return Promise.all(dispatches.map((dispatch) => prepare(context, call, tensors, dispatch)));
}

/** The pipeline and the bind group of one dispatch. */
async function prepare(
  { device, pipelines, storage }: CompileContext,
  call: OpCall,
  tensors: Record<string, PlanTensor>,
  dispatch: Dispatch,
): Promise<Step> {
  const { shader, roles, ranges, workgroups } = dispatch;
  const bindings = Object.keys(shader.bindings).map((name) => {
    const tensor = tensors[roles?.[name] ?? name];
    if (!tensor) throw new Error(`${call.op} of "${call.layer}" has no tensor for "${name}"`);
    return [name, storage.binding(tensor, ranges?.[name])] as const;
  });
  const lengths = Object.fromEntries(bindings.map(([name, { size }]) => [name, size / 4]));
  const pipeline = await pipelines.get(dispatch, lengths);
  const entries = bindings.map(([, resource], binding) => ({ binding, resource }));
  const label = `${call.op} ${call.layer}`;
  const bindGroup = device.createBindGroup({ label, layout: pipelines.layout(shader), entries });
  return { pipeline, bindGroup, workgroups };
}
