// Makes the gradient of the mean cross-entropy that of smoothed labels, one value per thread:
// dx += smoothing * (onehot(label) - 1 / classes) / batch. dx: [batch, classes]. labels: [batch].

override batch: u32;
override classes: u32;
override smoothing: f32;

@group(0) @binding(0) var<storage, read> labels: array<u32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * classes) {
    return;
  }
  let own = select(0.0, 1.0, labels[i / classes] == i % classes);
  dx[i] += smoothing * (own - 1.0 / f32(classes)) / f32(batch);
}
