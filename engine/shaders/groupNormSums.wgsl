// Sums over the pixels of an example for each channel: of dy, and of dy (x - mean) * inverse; a thread per example and
// channel. x, dy: [batch, pixels, channels]. moments: [batch, groups, 2]. scratch: [batch, 6, padded], rows 0 and 1.

override batch: u32;
override pixels: u32;
override channels: u32;
override groups: u32;
override members = channels / groups;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> moments: array<f32>;
@group(0) @binding(3) var<storage, read_write> scratch: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * channels) {
    return;
  }
  let n = i / channels;
  let c = i % channels;
  let group = n * groups + c / members;
  let mean = moments[2u * group];
  var sum = 0.0;
  var product = 0.0;
  for (var pixel = n * pixels; pixel < (n + 1u) * pixels; pixel++) {
    let gradient = f32(dy[pixel * channels + c]);
    sum += gradient;
    product += gradient * (f32(x[pixel * channels + c]) - mean);
  }
  scratch[n * 6u * padded + c] = sum;
  scratch[(n * 6u + 1u) * padded + c] = product * moments[2u * group + 1u];
}
