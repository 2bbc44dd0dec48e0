// The end of a colour scale over live values: it holds for two seconds, then eases to the new range, so that
// colours can be compared from one moment to the next and the printed numbers stay readable.

const hold = 2000;

export class HeldScale {
  private value = 0;
  private settled = Number.NEGATIVE_INFINITY;
  private easing = false;

  /**
   * The scale to draw with, given the range that the values now have. `settle` takes the new range at once:
   * for another layer or image, and for values that do not change by themselves.
   */
  update(target: number, now: number, settle = false): number {
    if (settle || this.value === 0) return this.take(target, now);
    const apart = Math.abs(target - this.value) / this.value;
    if (!this.easing && (apart < 0.02 || now - this.settled < hold)) return this.value;
    this.easing = true;
    if (apart < 0.05) return this.take(target, now);
    this.value += (target - this.value) / 2;
    return this.value;
  }

  private take(target: number, now: number): number {
    this.value = target;
    this.settled = now;
    this.easing = false;
    return target;
  }
}
