// The weighted average over several views of each image, one value per thread.
// views: [batch, viewCount, classes]. shares: [viewCount]. mean: [batch, classes].

override batch: u32;
override viewCount: u32;
override classes: u32;

@group(0) @binding(0) var<storage, read> views: array<f32>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * classes) {
    return;
  }
  let first = i / classes * viewCount * classes + i % classes;
  var sum = 0.0;
  for (var v = 0u; v < viewCount; v++) {
    sum += shares[v] * views[first + v * classes];
  }
  mean[i] = sum;
}
