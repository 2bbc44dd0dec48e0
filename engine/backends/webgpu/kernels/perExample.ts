// Kernels of losses that take one example of the batch per thread: see prelude/perExample.wgsl.
import floatWgsl from '../../../shaders/prelude/float.wgsl?raw';
import perExampleWgsl from '../../../shaders/prelude/perExample.wgsl?raw';
import { type Access, flatShader, grid, type Kernel, simpleKernel } from './kernel.ts';

/** The kernel of an op with the attributes `batch` and `classes`, whose shader defines example(n). */
export const perExample = (name: string, bindings: Record<string, Access>, source: string): Kernel =>
  simpleKernel(flatShader(name, bindings, floatWgsl, source, perExampleWgsl), (a) => ({
    constants: a,
    workgroups: grid(a.batch),
  }));
