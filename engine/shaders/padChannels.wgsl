// Widens every pixel with zeros behind its channels. x: [pixels, fromChannels]. y: [pixels, toChannels].

override pixels: u32;
override fromChannels: u32;
override toChannels: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= pixels * toChannels) {
    return;
  }
  let pixel = i / toChannels;
  let c = i % toChannels;
  var value = 0.0;
  if (c < fromChannels) {
    value = f32(x[pixel * fromChannels + c]);
  }
  y[i] = Stored(value);
}
