// Images per second over the last minutes of training, outside React: a point a second of training time, so
// that pauses leave no gap. It starts afresh with each run.
import type { RunStatus } from '../../engine/worker/protocol.ts';
import type { EngineClient } from './client.ts';

/** Seconds of training that are kept. */
export const rateWindow = 300;

export interface RatePoint {
  /** Seconds spent training. */
  seconds: number;
  imagesPerSecond: number;
}

export class RateHistory {
  points: readonly RatePoint[] = [];
  private generation = 0;

  constructor(client: Pick<EngineClient, 'on'>) {
    client.on('status', ({ status }) => this.take(status));
  }

  private take({ generation, state, elapsedSeconds: seconds, imagesPerSecond }: RunStatus): void {
    const last = this.points.at(-1)?.seconds ?? Number.NEGATIVE_INFINITY;
    if (generation !== this.generation || seconds < last) this.points = [];
    this.generation = generation;
    const due = this.points.length === 0 || seconds >= last + 1;
    if (state !== 'running' || imagesPerSecond === 0 || !due) return;
    const kept = this.points.filter((point) => point.seconds > seconds - rateWindow);
    this.points = [...kept, { seconds, imagesPerSecond }];
  }
}
