// Gradients of the gain and bias of group normalisation, a channel per thread: the sums of rows 1 and 0 of the scratch
// over all examples. scratch: [batch, 6, padded]. dgain, dbias: [channels].

override batch: u32;
override channels: u32;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> scratch: array<f32>;
@group(0) @binding(1) var<storage, read_write> dgain: array<f32>;
@group(0) @binding(2) var<storage, read_write> dbias: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let c = threadIndex(id, workgroups);
  if (c >= channels) {
    return;
  }
  var sum = 0.0;
  var product = 0.0;
  for (var n = 0u; n < batch; n++) {
    sum += scratch[n * 6u * padded + c];
    product += scratch[(n * 6u + 1u) * padded + c];
  }
  dbias[c] = sum;
  dgain[c] = product;
}
