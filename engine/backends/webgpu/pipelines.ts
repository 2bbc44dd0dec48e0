// Compute pipelines, built once per device for each shader, set of constants and arrays.
import type { Progress } from '../backend.ts';
import { Recent } from '../recent.ts';
import { type Shown, withArrays } from './arrays.ts';
import { ShaderStage } from './flags.ts';
import type { Dispatch, Shader } from './kernels/kernel.ts';

export class PipelineCache {
  private readonly layouts = new Map<Shader, GPUBindGroupLayout>();
  private readonly pipelines = new Recent<Promise<GPUComputePipeline>>();

  /** Pipelines asked for since none was being built, and those of them that are done. */
  private total = 0;
  private done = 0;

  constructor(
    private readonly device: GPUDevice,
    private readonly onProgress: (progress: Progress) => void = () => {},
  ) {}

  /** The pipeline of a dispatch; rejects with an Error naming the shader if it cannot be built. */
  get(
    { shader, constants }: Pick<Dispatch, 'shader' | 'constants'>,
    shown?: Readonly<Record<string, Shown>>,
  ) {
    const code = shown ? withArrays(shader.code, shown) : shader.code;
    const key = `${JSON.stringify(constants)} ${code}`;
    return this.pipelines.get(key, () => this.counted(this.build(shader, code, constants)));
  }

  private async counted<T>(building: Promise<T>): Promise<T> {
    this.total++;
    try {
      return await building;
    } finally {
      this.done++;
      const { done, total } = this;
      if (done === total) this.done = this.total = 0;
      this.onProgress({ doing: 'compile', done, total });
    }
  }

  layout(shader: Shader): GPUBindGroupLayout {
    const known = this.layouts.get(shader);
    if (known) return known;
    const entries = layoutEntries(shader);
    const layout = this.device.createBindGroupLayout({ label: shader.name, entries });
    this.layouts.set(shader, layout);
    return layout;
  }

  private async build(
    shader: Shader,
    code: string,
    constants: Dispatch['constants'],
  ): Promise<GPUComputePipeline> {
    try {
      return await this.device.createComputePipelineAsync({
        label: shader.name,
        layout: this.device.createPipelineLayout({ bindGroupLayouts: [this.layout(shader)] }),
        compute: {
          module: this.device.createShaderModule({ label: shader.name, code }),
          entryPoint: 'main',
          constants,
        },
      });
    } catch (error) {
      throw new Error(`shader ${shader.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

const layoutEntries = ({ bindings }: Shader): GPUBindGroupLayoutEntry[] =>
  Object.values(bindings).map((access, binding) => ({
    binding,
    visibility: ShaderStage.compute,
    buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
  }));
