// The moments that evaluation uses, from those that ran along in training.
// mean, variance: [channels]. moments: [3, channels]: mean, 1 / sqrt(variance + epsilon), variance.

override channels: u32;
override epsilon: f32;

@group(0) @binding(0) var<storage, read> mean: array<f32>;
@group(0) @binding(1) var<storage, read> variance: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c < channels) {
    moments[c] = mean[c];
    moments[channels + c] = 1.0 / sqrt(variance[c] + epsilon);
    moments[2u * channels + c] = variance[c];
  }
}
