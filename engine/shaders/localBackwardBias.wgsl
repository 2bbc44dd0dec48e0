// Locally connected layer, gradient of its biases, one value per thread: the sum of dy over the batch, in order.
// dy: [batch, values]. dbias: [values], in the order height, width, filter.

override batch: u32;
override values: u32;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> dbias: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= values) {
    return;
  }
  var sum = 0.0;
  for (var n = 0u; n < batch; n++) {
    sum += f32(dy[n * values + i]);
  }
  dbias[i] = sum;
}
