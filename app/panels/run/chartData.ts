// The run's history as columns that charts can draw: appended to as points come, built anew only when the
// history was replaced or thinned.
import type { HistoryPoint } from '../../../engine/worker/protocol.ts';
import type { HistoryView } from '../../client/history.ts';
import type { Curve } from '../../draw/curves.ts';
import { Smoother } from '../../draw/smoothing.ts';

export type Measure = 'loss' | 'accuracy';

export class ChartData {
  readonly steps: number[] = [];
  private readonly columns: Record<Measure, number[]> = { loss: [], accuracy: [] };
  private readonly smoothers: Record<Measure, Smoother> = { loss: new Smoother(), accuracy: new Smoother() };
  private smoothed: Record<Measure, readonly number[]> = { loss: [], accuracy: [] };
  private readonly headSmoothers: Record<string, Smoother> = {};
  /** Smoothed losses of the net's auxiliary heads. */
  heads: { name: string; curve: Curve }[] = [];
  private source: HistoryView['points'] | null = null;
  private evaluations: HistoryView['evaluations'] = [];

  /** Takes in what the history has gained. */
  update({ points, evaluations }: HistoryView, smoothing: number): void {
    if (points !== this.source || points.length < this.steps.length)
      for (const column of [this.steps, this.columns.loss, this.columns.accuracy]) column.length = 0;
    this.source = points;
    for (let i = this.steps.length; i < points.length; i++) {
      this.steps.push(points[i].step);
      this.columns.loss.push(points[i].loss);
      this.columns.accuracy.push(points[i].accuracy);
    }
    this.smoothed = {
      loss: this.smoothers.loss.smooth(points, (point) => point.loss, smoothing),
      accuracy: this.smoothers.accuracy.smooth(points, (point) => point.accuracy, smoothing),
    };
    this.heads = Object.keys(points.at(-1)?.heads ?? {}).map((name) => {
      this.headSmoothers[name] ??= new Smoother();
      const lossOf = ({ heads }: HistoryPoint) => heads?.[name] ?? Number.NaN;
      const values = this.headSmoothers[name].smooth(points, lossOf, smoothing);
      return { name, curve: { steps: this.steps, values, length: points.length } };
    });
    this.evaluations = evaluations;
  }

  get lastStep(): number {
    return Math.max(this.steps.at(-1) ?? 0, this.evaluations.at(-1)?.step ?? 0);
  }

  get empty(): boolean {
    return this.steps.length === 0 && this.evaluations.length === 0;
  }

  raw(measure: Measure): Curve {
    return { steps: this.steps, values: this.columns[measure], length: this.steps.length };
  }

  smooth(measure: Measure): Curve {
    return { steps: this.steps, values: this.smoothed[measure], length: this.steps.length };
  }

  /** Evaluations on part of the test split, or on all of it. */
  tests(measure: Measure, extent: 'part' | 'whole'): Curve {
    const chosen = this.evaluations.filter(({ count, total }) => count >= total === (extent === 'whole'));
    return {
      steps: chosen.map(({ step }) => step),
      values: chosen.map((evaluation) => evaluation[measure]),
      length: chosen.length,
    };
  }

  /** Images of the last evaluation of an extent, or null. */
  imagesOf(extent: 'part' | 'whole'): number | null {
    for (let i = this.evaluations.length - 1; i >= 0; i--) {
      const { count, total } = this.evaluations[i];
      if (count >= total === (extent === 'whole')) return count;
    }
    return null;
  }
}
