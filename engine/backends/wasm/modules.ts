// Modules, emitted and compiled once for each blueprint, on the memory of one backend.
import { Recent } from '../recent.ts';
import { ModuleBuilder } from './emit/module.ts';
import type { Blueprint } from './kernels/kernel.ts';

type Exports = Readonly<Record<string, (...args: readonly number[]) => void>>;

export interface Compiled {
  module: WebAssembly.Module;
  exports: Exports;
}

export class ModuleCache {
  private readonly modules = new Recent<Promise<Compiled>>();

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly shared: boolean,
  ) {}

  /** The module of a blueprint, and its functions on this memory. */
  get(blueprint: Blueprint): Promise<Compiled> {
    return this.modules.get(blueprint.key, () => this.build(blueprint));
  }

  private async build({ write }: Blueprint): Promise<Compiled> {
    const builder = new ModuleBuilder();
    write(builder);
    const imports = { engine: { memory: this.memory } };
    const { module, instance } = await WebAssembly.instantiate(builder.encode(this.shared), imports);
    return { module, exports: instance.exports as Exports };
  }
}
