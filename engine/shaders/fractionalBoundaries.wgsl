// Where the windows of fractional pooling begin, rows by the first thread and columns by the second: as
// ops/fractionalPool.ts, in whole numbers, so that devices agree. boundaries: [2, words]. state: run.state.

override inHeight: u32;
override inWidth: u32;
override outHeight: u32;
override outWidth: u32;
override overlapping: bool;
override random: bool;
override stream: u32;
override training: bool;

@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read_write> boundaries: array<u32>;

override words = max(outHeight, outWidth) + 1u;

fn draw(axis: u32, index: u32) -> u32 {
  let counter = state[select(stateLook, stateStep, training)];
  return pcg4d(vec4u(state[stateSeed], stream, counter, 2u * index + axis)).x;
}

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) axis: u32) {
  if (axis > 1u) {
    return;
  }
  let outputs = select(outHeight, outWidth, axis == 1u);
  let inputs = select(inHeight, inWidth, axis == 1u);
  let steps = outputs - u32(overlapping);
  let length = inputs - select(0u, 2u, overlapping);
  let first = axis * words;
  boundaries[first] = 0u;

  let u = draw(axis, 0u) >> 16u;
  let scale = max(steps, 1u) * 65536u;
  let shift = u * length / scale;
  var twos = length - steps;
  var place = 0u;
  for (var j = 1u; j <= steps; j++) {
    if (random) {
      let isTwo = below(draw(axis, j), steps - j + 1u) < twos;
      twos -= u32(isTwo);
      place += 1u + u32(isTwo);
    } else {
      let whole = j * length / steps;
      place = whole + ((j * length - whole * steps) * 65536u + u * length) / scale - shift;
    }
    boundaries[first + j] = place;
  }
  for (var j = steps + 1u; j < words; j++) {
    boundaries[first + j] = 0u;
  }
}
