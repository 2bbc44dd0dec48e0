// Adds partial results in order, one value per thread: total[i] = sum over parts of scratch[part, i].
// scratch: [parts, partLength]. total: [partLength].

override parts: u32;
override partLength: u32;

@group(0) @binding(0) var<storage, read> scratch: array<f32>;
@group(0) @binding(1) var<storage, read_write> total: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= partLength) {
    return;
  }
  var sum = 0.0;
  for (var part = 0u; part < parts; part++) {
    sum += scratch[part * partLength + i];
  }
  total[i] = sum;
}
