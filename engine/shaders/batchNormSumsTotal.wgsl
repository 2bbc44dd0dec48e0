// Adds the shares of the sums of each channel, in order: the gradients of its bias and gain.
// scratch: [parts, 2, padded]. moments: [3, channels]. dgain, dbias: [channels].

override channels: u32;
override parts: u32;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> moments: array<f32>;
@group(0) @binding(1) var<storage, read> scratch: array<f32>;
@group(0) @binding(2) var<storage, read_write> dgain: array<f32>;
@group(0) @binding(3) var<storage, read_write> dbias: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= channels) {
    return;
  }
  var sum = 0.0;
  var products = 0.0;
  for (var part = 0u; part < parts; part++) {
    sum += scratch[part * 2u * padded + c];
    products += scratch[(part * 2u + 1u) * padded + c];
  }
  dbias[c] = sum;
  dgain[c] = products * moments[channels + c];
}
