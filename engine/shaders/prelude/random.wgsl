// Random numbers bit for bit as in random.ts: pcg4d (Jarzynski and Olano, JCGT 9(3), 2020), uniform
// floats of 24 bits, and the pseudo-random order of a data set by a Feistel network.

const streamOrder = 1u;
const streamAugment = 2u;
const streamPlace = 4u;

fn pcg4d(words: vec4u) -> vec4u {
  var v = words * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

/// A word as a whole number in 0..bound-1, for bounds up to 65536: its upper 16 bits, scaled.
fn below(word: u32, bound: u32) -> u32 {
  return ((word >> 16u) * bound) >> 16u;
}

/// A word as a float in [0, 1): its upper 24 bits.
fn unitFloat(word: u32) -> f32 {
  return f32(word >> 8u) * 5.9604644775390625e-8;
}

/// Place `index` of the order of 0..count-1 that belongs to (seed, epoch).
fn permute(index: u32, count: u32, seed: u32, epoch: u32) -> u32 {
  let bits = 32u - countLeadingZeros(max(2u, count) - 1u);
  let half = (bits + 1u) / 2u;
  let mask = (1u << half) - 1u;
  var value = index;
  loop {
    var left = value >> half;
    var right = value & mask;
    for (var round = 0u; round < 4u; round++) {
      let mixed = left ^ (pcg4d(vec4u(seed, streamOrder, epoch * 4u + round, right)).x >> (32u - half));
      left = right;
      right = mixed;
    }
    value = (left << half) | right;
    if (value < count) {
      break;
    }
  }
  return value;
}
