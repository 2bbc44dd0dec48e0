// The ten outlines of the data set `shapes`, each as a signed distance from its edge: negative inside,
// zero on the edge, in units of the shape's size; x goes right and y goes down.

export interface Outline {
  readonly name: string;
  readonly distance: (x: number, y: number) => number;
}

const ROOT_HALF = Math.SQRT1_2;
const length = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** Distance to the edge of a rectangle with the given half width and half height, from inside exact. */
const box = (x: number, y: number, width: number, height: number): number =>
  Math.max(Math.abs(x) - width, Math.abs(y) - height);

const plus = (x: number, y: number): number => Math.min(box(x, y, 0.95, 0.27), box(x, y, 0.27, 0.95));

/** Directions of the five points of a star, the first one up. */
const POINTS: readonly (readonly [number, number])[] = [
  [0, -1],
  [0.9510565162951535, -0.30901699437494745],
  [0.5877852522924731, 0.8090169943749475],
  [-0.5877852522924731, 0.8090169943749475],
  [-0.9510565162951535, -0.30901699437494745],
];
/** Unit normal of the edge from a star's point, at distance 1, to its notch, at 0.45 and 36 degrees. */
const NOTCH_X = 0.45 * 0.8090169943749475;
const NOTCH_Y = 0.45 * 0.5877852522924731;
const EDGE = length(NOTCH_Y, 1 - NOTCH_X);

function star(x: number, y: number): number {
  let along = -Infinity;
  let aside = 0;
  for (const [pointX, pointY] of POINTS) {
    const dot = x * pointX + y * pointY;
    if (dot <= along) continue;
    along = dot;
    aside = Math.abs(x * pointY - y * pointX);
  }
  return ((along - 1) * NOTCH_Y + aside * (1 - NOTCH_X)) / EDGE;
}

/** In the order of the labels. */
export const OUTLINES: readonly Outline[] = [
  { name: 'circle', distance: (x, y) => length(x, y) - 0.9 },
  { name: 'ring', distance: (x, y) => Math.abs(length(x, y) - 0.75) - 0.2 },
  { name: 'square', distance: (x, y) => box(x, y, 0.8, 0.8) },
  { name: 'frame', distance: (x, y) => Math.abs(box(x, y, 0.65, 0.65)) - 0.18 },
  {
    name: 'triangle',
    distance: (x, y) => Math.max(y - 0.55, Math.abs(x) * 0.8660254037844386 - y * 0.5 - 0.5),
  },
  { name: 'diamond', distance: (x, y) => (Math.abs(x) + Math.abs(y) - 1) * ROOT_HALF },
  { name: 'plus', distance: plus },
  { name: 'cross', distance: (x, y) => plus((x + y) * ROOT_HALF, (x - y) * ROOT_HALF) },
  { name: 'star', distance: star },
  { name: 'moon', distance: (x, y) => Math.max(length(x, y) - 0.95, 0.72 - length(x - 0.42, y + 0.1)) },
];
