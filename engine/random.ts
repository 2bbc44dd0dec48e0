// Random numbers that are the same on every backend: a hash of four 32-bit words, no hidden state.
// The hash is pcg4d (Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020); it
// uses only 32-bit multiplies, adds, shifts and xors, so TypeScript, WGSL and WebAssembly agree bit
// for bit. A random draw is named by (seed, stream, counter, index).

/** Streams keep the uses of one seed apart. A layer's own stream is `Stream.layers + its index`. */
export const Stream = { order: 1, augment: 2, shapes: 3, place: 4, layers: 16 } as const;

/** Four 32-bit words of hash of the four words given. Their low bits are poor: use the high ones. */
export function pcg4d(a: number, b: number, c: number, d: number): [number, number, number, number] {
  let x = (Math.imul(a, 1664525) + 1013904223) | 0;
  let y = (Math.imul(b, 1664525) + 1013904223) | 0;
  let z = (Math.imul(c, 1664525) + 1013904223) | 0;
  let w = (Math.imul(d, 1664525) + 1013904223) | 0;
  for (let round = 0; round < 2; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    if (round === 0) {
      x ^= x >>> 16;
      y ^= y >>> 16;
      z ^= z >>> 16;
      w ^= w >>> 16;
    }
  }
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** A 32-bit word as a float in [0, 1): its upper 24 bits, so that float32 holds it exactly. */
export const unitFloat = (word: number): number => (word >>> 8) * 2 ** -24;

/** A 32-bit word as a whole number in 0..bound-1, for bounds up to 65536: its upper 16 bits, scaled. */
export const below = (word: number, bound: number): number => ((word >>> 16) * bound) >>> 16;

/** Uniform in [0, 1), named by (seed, stream, counter, index). */
export const uniform = (seed: number, stream: number, counter: number, index: number): number =>
  unitFloat(pcg4d(seed, stream, counter, index)[0]);

/** Standard normal by the Box-Muller transform, named by (seed, stream, counter, index). */
export function normal(seed: number, stream: number, counter: number, index: number): number {
  const [a, b] = pcg4d(seed, stream, counter, index);
  const radius = Math.sqrt(-2 * Math.log(1 - unitFloat(a)));
  return radius * Math.cos(2 * Math.PI * unitFloat(b));
}

/**
 * Place `index` of a pseudo-random order of 0..count-1, without a table: a four-round Feistel network
 * on the smallest even number of bits that holds `count`, walked until it lands inside.
 */
export function permute(index: number, count: number, seed: number, epoch: number): number {
  const bits = 32 - Math.clz32(Math.max(2, count) - 1);
  const half = (bits + 1) >>> 1;
  const mask = 2 ** half - 1;
  let value = index;
  do {
    let left = value >>> half;
    let right = value & mask;
    for (let round = 0; round < 4; round++) {
      const mixed = left ^ (pcg4d(seed, Stream.order, epoch * 4 + round, right)[0] >>> (32 - half));
      left = right;
      right = mixed;
    }
    value = ((left << half) | right) >>> 0;
  } while (value >= count);
  return value;
}
