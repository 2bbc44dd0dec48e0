// Half precision (IEEE 754 binary16) on the host: Float16Array is not everywhere yet. It knows bits, nothing else.

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

const bitsOf = (value: number): number => {
  float[0] = value;
  return word[0];
};

/** The bits of the nearest half, the even one of two as near; from 65520 on infinity. */
function halfOf(value: number): number {
  const bits = bitsOf(value);
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= bitsOf(65520)) return sign | 0x7c00;
  // Below 2^-14 halves are multiples of 2^-24, which floats from 0.5 to 1 are as well.
  if (size < bitsOf(2 ** -14)) return sign | (bitsOf(Math.abs(value) + 0.5) - bitsOf(0.5));
  const rounded = size + 0xfff + ((size >>> 13) & 1);
  return sign | ((rounded - ((127 - 15) << 23)) >>> 13);
}

function floatOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

export const toHalves = (values: Float32Array): Uint16Array => Uint16Array.from(values, halfOf);

export const fromHalves = (halves: Uint16Array): Float32Array => Float32Array.from(halves, floatOf);
