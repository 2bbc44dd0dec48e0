// Gradient of the mean cross-entropy of a batch, one value per thread:
// dx = (probabilities - onehot(label)) / batch. probabilities, dx: [batch, classes]. labels: [batch].

override batch: u32;
override classes: u32;

@group(0) @binding(0) var<storage, read> probabilities: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * classes) {
    return;
  }
  let wanted = select(0.0, 1.0, labels[i / classes] == i % classes);
  dx[i] = (probabilities[i] - wanted) / f32(batch);
}
