// Mean squared error over the classes, one example per thread: outcome[n].loss = the mean of (p - onehot(label))^2. A
// loss that is NaN stays. probabilities: [batch, classes]. labels: [batch]. outcome: [batch, 2].

override batch: u32;
override classes: u32;

@group(0) @binding(0) var<storage, read> probabilities: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcome: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let n = threadIndex(id, workgroups);
  if (n >= batch || isNan(outcome[2u * n])) {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < classes; k++) {
    let error = probabilities[n * classes + k] - select(0.0, 1.0, k == labels[n]);
    sum += error * error;
  }
  outcome[2u * n] = sum / f32(classes);
}
