// Curves as vertices in pixels. A curve of many points is drawn as the lowest and highest value of each
// pixel column, so that no spike is lost and the cost follows the width of the chart, not the run.

/** x, y, x, y, ... in pixels. */
export type Vertices = Float32Array;

export interface Curve {
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
  length: number;
}

type Scale = (value: number) => number;

/** Index of the first element at or after `step` in an ascending list. */
export function firstAt(steps: ArrayLike<number>, length: number, step: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the point nearest to a step, or -1 where there is none. */
export function nearest(steps: ArrayLike<number>, length: number, step: number): number {
  const after = firstAt(steps, length, step);
  if (after === 0) return length > 0 ? 0 : -1;
  if (after === length) return length - 1;
  return step - steps[after - 1] <= steps[after] - step ? after - 1 : after;
}

/** Vertices of the part of a curve between two steps, with one point beyond each end. */
export function curveVertices(
  curve: Curve,
  x: Scale,
  y: Scale,
  [from, to]: readonly [number, number],
): Vertices {
  const { steps, values, length } = curve;
  const first = Math.max(0, firstAt(steps, length, from) - 1);
  const last = Math.min(length, firstAt(steps, length, to) + 1);
  const columns = Math.abs(x(to) - x(from));
  const out: number[] = [];
  if (last - first <= 2 * columns) {
    for (let i = first; i < last; i++) if (Number.isFinite(values[i])) out.push(x(steps[i]), y(values[i]));
    return new Float32Array(out);
  }
  let i = first;
  while (i < last) {
    const column = Math.floor(x(steps[i]));
    let [low, high] = [-1, -1];
    for (; i < last && Math.floor(x(steps[i])) === column; i++) {
      if (!Number.isFinite(values[i])) continue;
      if (low < 0 || values[i] < values[low]) low = i;
      if (high < 0 || values[i] > values[high]) high = i;
    }
    if (low < 0) continue;
    for (const at of low === high ? [low] : low < high ? [low, high] : [high, low])
      out.push(x(steps[at]), y(values[at]));
  }
  return new Float32Array(out);
}
