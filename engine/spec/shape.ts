// The shape of one example's values: height, width, channels. The batch is never part of it.

export interface Shape {
  height: number;
  width: number;
  channels: number;
}

/** Number of values in a shape. */
export const volume = ({ height, width, channels }: Shape): number => height * width * channels;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.height === b.height && a.width === b.width && a.channels === b.channels;

/** "32×32×16" */
export const shapeText = ({ height, width, channels }: Shape): string => `${height}×${width}×${channels}`;
