// Modules, emitted and compiled once for each blueprint, on the memory of one backend.
import { ModuleBuilder } from './emit/module.ts';
import type { Blueprint } from './kernels/kernel.ts';

/** Modules kept for programs to come; a net has about forty, and editing it makes ever new ones. */
const cacheSize = 256;

type Exports = Readonly<Record<string, (...args: readonly number[]) => void>>;

export interface Compiled {
  module: WebAssembly.Module;
  exports: Exports;
}

export class ModuleCache {
  private readonly modules = new Map<string, Promise<Compiled>>();

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly shared: boolean,
  ) {}

  /** The module of a blueprint, and its functions on this memory. */
  get(blueprint: Blueprint): Promise<Compiled> {
    const module = this.modules.get(blueprint.key) ?? this.build(blueprint);
    // A map keeps the order of insertion: the first is the one not asked for the longest.
    this.modules.delete(blueprint.key);
    this.modules.set(blueprint.key, module);
    if (this.modules.size > cacheSize) this.modules.delete(this.modules.keys().next().value!);
    return module;
  }

  private async build({ write }: Blueprint): Promise<Compiled> {
    const builder = new ModuleBuilder();
    write(builder);
    const imports = { engine: { memory: this.memory } };
    const { module, instance } = await WebAssembly.instantiate(builder.encode(this.shared), imports);
    return { module, exports: instance.exports as Exports };
  }
}
