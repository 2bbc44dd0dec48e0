// Compute pipelines, built once per device for each shader and set of constants.
import { ShaderStage } from './flags.ts';
import type { Dispatch, Shader } from './kernels/kernel.ts';

export class PipelineCache {
  private readonly modules = new Map<Shader, { module: GPUShaderModule; layout: GPUBindGroupLayout }>();
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(private readonly device: GPUDevice) {}

  /** The pipeline of a dispatch; rejects with an Error naming the shader if it cannot be built. */
  get({ shader, constants }: Dispatch): Promise<GPUComputePipeline> {
    const key = `${shader.name} ${JSON.stringify(constants)}`;
    const known = this.pipelines.get(key);
    if (known) return known;
    const pipeline = this.build(shader, constants);
    this.pipelines.set(key, pipeline);
    return pipeline;
  }

  layout(shader: Shader): GPUBindGroupLayout {
    return this.moduleOf(shader).layout;
  }

  private async build(shader: Shader, constants: Dispatch['constants']): Promise<GPUComputePipeline> {
    const { module, layout } = this.moduleOf(shader);
    try {
      return await this.device.createComputePipelineAsync({
        label: shader.name,
        layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main', constants },
      });
    } catch (error) {
      throw new Error(`shader ${shader.name}: ${error instanceof Error ? error.message : error}`);
    }
  }

  private moduleOf(shader: Shader) {
    const known = this.modules.get(shader);
    if (known) return known;
    const { device } = this;
    const made = {
      module: device.createShaderModule({ label: shader.name, code: shader.code }),
      layout: device.createBindGroupLayout({ label: shader.name, entries: layoutEntries(shader) }),
    };
    this.modules.set(shader, made);
    return made;
  }
}

const layoutEntries = ({ bindings }: Shader): GPUBindGroupLayoutEntry[] =>
  Object.values(bindings).map((access, binding) => ({
    binding,
    visibility: ShaderStage.compute,
    buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
  }));
