// The curves of the run, outside React: points are appended as they come and drawn by whoever listens.
// Memory is bounded: past a limit every second training point is dropped, and later ones are thinned alike.
import type {
  ChangePoint,
  CheckpointPoint,
  EvaluationPoint,
  HistoryPoint,
} from '../../engine/worker/protocol.ts';
import type { EngineClient } from './client.ts';

const pointLimit = 20_000;

export interface HistoryView {
  readonly points: HistoryPoint[];
  readonly evaluations: EvaluationPoint[];
  readonly changes: ChangePoint[];
  readonly checkpoints: CheckpointPoint[];
}

export class RunHistory implements HistoryView {
  points: HistoryPoint[] = [];
  evaluations: EvaluationPoint[] = [];
  changes: ChangePoint[] = [];
  checkpoints: CheckpointPoint[] = [];
  private stride = 1;
  private readonly listeners = new Set<() => void>();

  constructor(client: EngineClient) {
    let generation = 0;
    const fresh = (event: { generation: number }) => {
      if (event.generation < generation) return false;
      if (event.generation > generation) this.clear();
      generation = event.generation;
      return true;
    };
    client.on('status', ({ status }) => fresh(status) && this.changed());
    client.on('points', (event) => fresh(event) && this.append(event.points));
    client.on('evaluated', (event) => fresh(event) && this.push(this.evaluations, event.evaluation));
    client.on('changed', (event) => fresh(event) && this.push(this.changes, event.change));
    client.on('checkpoints', (event) => {
      if (!fresh(event)) return;
      this.checkpoints = event.checkpoints;
      this.changed();
    });
    client.on('rewound', (event) => fresh(event) && this.cutAfter(event.step));
  }

  /** Calls `listener` after every change; returns a function that stops it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private push<T>(list: T[], entry: T): void {
    list.push(entry);
    this.changed();
  }

  private append(points: readonly HistoryPoint[]): void {
    for (const point of points) if (point.step % this.stride === 0) this.points.push(point);
    while (this.points.length > pointLimit) {
      this.stride *= 2;
      this.points = this.points.filter((point) => point.step % this.stride === 0);
    }
    this.changed();
  }

  private clear(): void {
    this.points = [];
    this.stride = 1;
    this.evaluations = [];
    this.changes = [];
    this.checkpoints = [];
    this.changed();
  }

  private cutAfter(step: number): void {
    const before = (entry: { step: number }) => entry.step <= step;
    this.points = this.points.filter(before);
    this.evaluations = this.evaluations.filter(before);
    this.changes = this.changes.filter(before);
    this.changed();
  }
}
