// The data set as it lies on a device: bytes and labels of both splits, uploaded once and topped up while
// more arrives. It outlives a change of net, batch size or optimiser.
import type { Backend, Storage } from '../backends/backend.ts';
import { bytesPerImage, type Dataset, type SplitName } from '../data/dataset.ts';
import type { Plan } from '../plan/plan.ts';

export class DeviceData {
  readonly storage: Storage;
  private readonly uploaded: Record<SplitName, number> = { train: 0, test: 0 };

  constructor(
    readonly backend: Backend,
    readonly dataset: Dataset,
    private readonly plan: Plan,
  ) {
    this.storage = backend.createStorage(plan.buffers.filter((buffer) => buffer.kind === 'data'));
    this.sync();
  }

  /** Uploads what has arrived since the last call. */
  sync(): void {
    const size = bytesPerImage(this.dataset.info.shape);
    for (const split of ['train', 'test'] as const) {
      const { images, labels, count } = this.dataset[split];
      const from = this.uploaded[split];
      if (count === from) continue;
      const { backend, plan, storage } = this;
      backend.write(
        plan,
        storage,
        `data.${split}.images`,
        images.subarray(from * size, count * size),
        from * size,
      );
      backend.write(plan, storage, `data.${split}.labels`, labels.subarray(from, count), from);
      this.uploaded[split] = count;
    }
  }

  destroy(): void {
    this.storage.destroy();
  }
}
