// Colour maps as lookup tables, mixed in OKLab between the seven stops of a token family. The middle entry
// of a diverging map is exactly its fourth stop: zero always looks the same. No DOM.

/** Entries of a table; odd, so that one of them is the middle. */
export const mapSize = 255;
const middle = (mapSize - 1) / 2;

/** `mapSize` colours as r, g, b bytes. */
export type ColourTable = Uint8ClampedArray;

/** signed: -max .. +max with zero in the middle. oneWay: 0 .. max. */
export type Direction = 'signed' | 'oneWay';

export interface ColourMaps {
  signed: ColourTable;
  oneWay: ColourTable;
}

type Triple = readonly [number, number, number];

/** "#a5c8e2" as three bytes. */
export function parseHex(hex: string): Triple {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const toLinear = (byte: number): number => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};
const toByte = (v: number): number => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

/** sRGB bytes to OKLab (Ottosson 2020, "A perceptual color space for image processing"). */
export function toOklab(rgb: Triple): Triple {
  const [r, g, b] = rgb.map(toLinear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab to sRGB bytes, not rounded. */
export function fromOklab([L, a, b]: Triple): Triple {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** A table through evenly spaced stops; at a stop the colour is the stop's own. */
export function colourTable(stops: readonly string[]): ColourTable {
  const labs = stops.map((stop) => toOklab(parseHex(stop)));
  const table = new Uint8ClampedArray(mapSize * 3);
  for (let i = 0; i < mapSize; i++) {
    const place = (i / (mapSize - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(place));
    const part = place - below;
    const [from, to] = [labs[below], labs[below + 1]];
    const mix = from.map((v, axis) => v + (to[axis] - v) * part) as unknown as Triple;
    table.set(fromOklab(mix), i * 3);
  }
  return table;
}

/** Black to white with the middle grey at zero, for the planes of an RGB filter. */
export const greyTable: ColourTable = new Uint8ClampedArray(mapSize * 3).map((_, i) =>
  Math.round((Math.floor(i / 3) / (mapSize - 1)) * 255),
);

/** Entry of a value on a scale that ends at `max`; values beyond the ends take the end's colour. */
export function colourIndex(value: number, max: number, direction: Direction): number {
  if (!(max > 0)) return direction === 'signed' ? middle : 0;
  const share = Math.max(-1, Math.min(1, value / max));
  return direction === 'signed'
    ? middle + Math.round(share * middle)
    : Math.round(Math.max(0, share) * (mapSize - 1));
}

/** A colour of a table for CSS or a canvas. */
export const cssColour = (table: ColourTable, index: number): string =>
  `rgb(${table[index * 3]} ${table[index * 3 + 1]} ${table[index * 3 + 2]})`;
