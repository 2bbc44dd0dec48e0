// Copies a run of channels of every pixel, one value per thread:
// y[p, toOffset + c] = x[p, fromOffset + c] for c in 0..channels-1.
// x: [pixels, fromChannels]. y: [pixels, toChannels], its other channels kept.

override pixels: u32;
override channels: u32;
override fromChannels: u32;
override fromOffset: u32;
override toChannels: u32;
override toOffset: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= pixels * channels) {
    return;
  }
  let p = i / channels;
  let c = i % channels;
  y[p * toChannels + toOffset + c] = Stored(x[p * fromChannels + fromOffset + c]);
}
