// Dead units: those whose value was above zero nowhere, on none of a fixed number of test images. Each image
// is seen by itself, at the step the net then had; the newest view of each counts.

/** Test images looked at: the first of the split. */
export const deadImages = 32;

export class DeadUnits {
  private readonly views = new Map<number, { maxima: ArrayLike<number>; step: number }>();

  /** Takes in the largest value of each unit on one image. */
  add(example: number, maxima: ArrayLike<number>, step: number): void {
    this.views.set(example, { maxima, step });
  }

  /** Images seen. */
  get images(): number {
    return this.views.size;
  }

  /** Units that were never above zero; none before an image has been seen. */
  get dead(): Set<number> {
    const [first, ...others] = [...this.views.values()];
    if (!first) return new Set();
    const never = Array.from({ length: first.maxima.length }, (_, unit) => unit).filter((unit) =>
      [first, ...others].every(({ maxima }) => !(maxima[unit] > 0)),
    );
    return new Set(never);
  }

  /** The image to look at next: one not seen yet, else the one whose view is oldest; null if all are of `step`. */
  next(available: number, step: number): number | null {
    const wanted = Math.min(deadImages, available);
    for (let example = 0; example < wanted; example++) if (!this.views.has(example)) return example;
    let oldest: number | null = null;
    for (const [example, view] of this.views)
      if (view.step !== step && (oldest === null || view.step < this.views.get(oldest)!.step))
        oldest = example;
    return oldest;
  }
}
