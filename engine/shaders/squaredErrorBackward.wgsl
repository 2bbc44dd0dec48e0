// Gradient of the mean squared error through the softmax, one example per thread: dx[k] = scale * p[k] * (p[k] -
// onehot[k] - mean), scale = 2 / (classes * batch), mean = the sum of (p - onehot) * p.
// probabilities, dx: [batch, classes]. labels: [batch].

@group(0) @binding(0) var<storage, read> probabilities: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

fn example(n: u32) {
  let row = n * classes;
  var mean = 0.0;
  for (var k = 0u; k < classes; k++) {
    let p = probabilities[row + k];
    mean += (p - select(0.0, 1.0, k == labels[n])) * p;
  }
  for (var k = 0u; k < classes; k++) {
    let p = probabilities[row + k];
    dx[row + k] = 2.0 / f32(classes * batch) * p * (p - select(0.0, 1.0, k == labels[n]) - mean);
  }
}
