// Softmax and cross-entropy, one example per thread: probabilities = softmax(x) and
// outcome = (-ln p[label], argmax). A NaN or infinity anywhere in the row makes the loss NaN.
// x, probabilities: [batch, classes]. labels: [batch]. outcome: [batch, 2].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> probabilities: array<f32>;
@group(0) @binding(3) var<storage, read_write> outcome: array<f32>;

fn example(n: u32) {
  let row = n * classes;
  var largest = 0u;
  var finite = !isNotFinite(x[row]);
  for (var k = 1u; k < classes; k++) {
    finite = finite && !isNotFinite(x[row + k]);
    if (x[row + k] > x[row + largest]) {
      largest = k;
    }
  }
  var sum = 0.0;
  for (var k = 0u; k < classes; k++) {
    sum += exp(x[row + k] - x[row + largest]);
  }
  let nan = makeNan(n - n);
  for (var k = 0u; k < classes; k++) {
    probabilities[row + k] = select(nan, exp(x[row + k] - x[row + largest]) / sum, finite);
  }
  let loss = x[row + largest] + log(sum) - x[row + labels[n]];
  outcome[2u * n] = select(nan, loss, finite);
  outcome[2u * n + 1u] = f32(largest);
}
