// Adds the shares of the sums of each channel, in order, and makes its mean, 1 / sqrt(variance + epsilon) and variance
// of them. x: [rows, channels], of which the first row is read. scratch: [parts, 2, padded]. moments: [3, channels].

override rows: u32;
override channels: u32;
override parts: u32;
override padded = (channels + 3u) / 4u * 4u;
override epsilon: f32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> scratch: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= channels) {
    return;
  }
  var sum = 0.0;
  var squares = 0.0;
  for (var part = 0u; part < parts; part++) {
    sum += scratch[part * 2u * padded + c];
    squares += scratch[(part * 2u + 1u) * padded + c];
  }
  let shifted = sum / f32(rows);
  let spread = squares / f32(rows) - shifted * shifted;
  // A NaN stays: only numbers below 0 have the sign bit and no NaN bits.
  let variance = rectified(spread);
  moments[c] = f32(x[c]) + shifted;
  moments[channels + c] = 1.0 / sqrt(variance + epsilon);
  moments[2u * channels + c] = variance;
}
