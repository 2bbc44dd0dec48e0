// Where the pixels of one small picture lie inside a tensor: one channel of a map, one plane of a filter,
// the weights of one unit. Shapes are [height, width, channels] and [height, width, in, out], channels
// fastest, as the engine keeps them.

export interface Slice {
  height: number;
  width: number;
  /** Element of the first pixel, and from one pixel to the next. */
  offset: number;
  stride: number;
  /** Pixels there are; the last row of a picture may not be full. */
  count: number;
}

/** One channel of an activation [height, width, channels]. */
export const mapSlice = ([height, width, channels]: readonly number[], channel: number): Slice => ({
  height,
  width,
  offset: channel,
  stride: channels,
  count: height * width,
});

/** One plane of a filter: weight [kernelHeight, kernelWidth, in, filters]. */
export const filterSlice = (
  [height, width, inputs, filters]: readonly number[],
  filter: number,
  input: number,
): Slice => ({
  height,
  width,
  offset: input * filters + filter,
  stride: inputs * filters,
  count: height * width,
});

/** The weights of one fully connected unit over one channel of its input map; weight [inputs, units]. */
export const unitSlice = (
  [, units]: readonly number[],
  { height, width, channels }: { height: number; width: number; channels: number },
  unit: number,
  channel: number,
): Slice => ({
  height,
  width,
  offset: channel * units + unit,
  stride: channels * units,
  count: height * width,
});

/** The weights of one unit whose inputs have no place, row by row in a picture as square as it goes. */
export function flatSlice([inputs, units]: readonly number[], unit: number): Slice {
  const width = Math.ceil(Math.sqrt(inputs));
  return { height: Math.ceil(inputs / width), width, offset: unit, stride: units, count: inputs };
}

/** Sum of squares over a slice. */
export function energy(data: ArrayLike<number>, { offset, stride, count }: Slice): number {
  let sum = 0;
  for (let i = 0, at = offset; i < count; i++, at += stride) sum += data[at] * data[at];
  return sum;
}

/** Index of the slice with the largest energy; the first of equals. */
export function strongest(data: ArrayLike<number>, slices: readonly Slice[]): number {
  let [best, most] = [0, -1];
  for (const [index, slice] of slices.entries()) {
    const sum = energy(data, slice);
    if (sum > most) [best, most] = [index, sum];
  }
  return best;
}
