// Mean squared error over the classes, one example per thread: outcome[n].loss = the mean of (p - onehot(label))^2. A
// loss that is NaN stays. probabilities: [batch, classes]. labels: [batch]. outcome: [batch, 2].

@group(0) @binding(0) var<storage, read> probabilities: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcome: array<f32>;

fn example(n: u32) {
  if (isNan(outcome[2u * n])) {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < classes; k++) {
    let error = probabilities[n * classes + k] - select(0.0, 1.0, k == labels[n]);
    sum += error * error;
  }
  outcome[2u * n] = sum / f32(classes);
}
