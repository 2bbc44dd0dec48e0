// Exponential smoothing of a curve, made incrementally: points appended since the last call are taken in,
// and everything is done again only when the weight or the curve itself changes.

/**
 * After a gap of d steps the mean m becomes w^d m + (1 - w^d) x, and is divided by 1 - w^(all steps), the
 * weight it has gathered (the bias correction of Kingma and Ba 2015, section 3): the first value is the
 * first point's own, and a thinned curve gives nearly the same line as the full one.
 */
export class Smoother {
  private values: number[] = [];
  private source: readonly unknown[] | null = null;
  private weight = Number.NaN;
  private mean = 0;
  private gathered = 0;
  private lastStep = 0;

  /** The smoothed values of `points`, one for each; the array is reused between calls. */
  smooth<P extends { step: number }>(
    points: readonly P[],
    valueAt: (point: P) => number,
    weight: number,
  ): readonly number[] {
    if (points !== this.source || weight !== this.weight || points.length < this.values.length) {
      this.values = [];
      this.source = points;
      this.weight = weight;
      this.mean = this.gathered = 0;
      this.lastStep = points.length > 0 ? points[0].step - 1 : 0;
    }
    for (let i = this.values.length; i < points.length; i++) this.take(points[i].step, valueAt(points[i]));
    return this.values;
  }

  private take(step: number, value: number): void {
    const kept = this.weight ** Math.max(1, step - this.lastStep);
    this.lastStep = step;
    if (Number.isFinite(value)) {
      this.mean = kept * this.mean + (1 - kept) * value;
      this.gathered = kept * this.gathered + (1 - kept);
    }
    this.values.push(this.gathered > 0 ? this.mean / this.gathered : value);
  }
}
