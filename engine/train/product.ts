// Products of large matrices on an engine, for what is computed once before a run: a 1×1 convolution over one pixel,
// in blocks of rows, so that no call takes long.
import type { Backend, Program, Storage } from '../backends/backend.ts';
import { convForward } from '../ops/convForward.ts';
import { productGeometry } from '../ops/convGeometry.ts';
import type { Plan, PlanTensor } from '../plan/plan.ts';

export class MatrixProduct {
  private constructor(
    private readonly backend: Backend,
    private readonly plan: Plan,
    private readonly storage: Storage,
    private readonly program: Program,
    private readonly sizes: { rows: number; inner: number; columns: number },
  ) {}

  /** Products of matrices of any number of rows, `rows` at a time, with one of `inner` rows and `columns` columns. */
  static async create(
    backend: Backend,
    sizes: { rows: number; inner: number; columns: number },
  ): Promise<MatrixProduct> {
    const { rows, inner, columns } = sizes;
    const attributes = { ...productGeometry(rows, inner, columns), relu: 0 };
    const shapes: Record<string, number> = { x: rows * inner, w: inner * columns, y: rows * columns };
    const scratch = convForward.workspace?.(attributes) ?? 0;
    if (scratch > 0) shapes.scratch = scratch;
    const tensors = Object.entries(shapes).map(([name, size]): [string, PlanTensor] => [
      name,
      { name, buffer: name, offset: 0, dtype: 'f32', shape: [size], kind: 'workspace', layer: '' },
    ]);
    const names = Object.fromEntries(tensors.map(([name]) => [name, name]));
    const plan: Plan = {
      batch: rows,
      classes: 1,
      buffers: tensors.map(([name, { shape }]) => ({ name, kind: 'workspace', bytes: 4 * shape[0] })),
      tensors: new Map(tensors),
      parameters: [],
      programs: { train: [{ op: 'convForward', layer: '', pass: 'forward', tensors: names, attributes }] },
    };
    const storage = backend.createStorage(plan.buffers);
    try {
      return new MatrixProduct(backend, plan, storage, await backend.compile(plan, 'train', storage), sizes);
    } catch (error) {
      storage.destroy();
      throw error;
    }
  }

  /** left [any, inner] times right [inner, columns] */
  async times(left: Float32Array, right: Float32Array): Promise<Float32Array> {
    const { backend, plan, storage } = this;
    const { rows, inner, columns } = this.sizes;
    const total = left.length / inner;
    const result = new Float32Array(total * columns);
    backend.write(plan, storage, 'w', right);
    for (let from = 0; from < total; from += rows) {
      const block = left.subarray(from * inner, Math.min(total, from + rows) * inner);
      backend.write(plan, storage, 'x', block);
      await backend.run(this.program, 1);
      const [y] = await backend.read(plan, storage, ['y']);
      result.set((y as Float32Array).subarray(0, (block.length / inner) * columns), from * columns);
    }
    return result;
  }

  destroy(): void {
    this.storage.destroy();
  }
}
