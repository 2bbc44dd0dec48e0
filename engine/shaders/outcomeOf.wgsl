// Loss and class of averaged probabilities, one example per thread: outcome = (-ln p[label], argmax).
// probabilities: [batch, classes]. labels: [batch]. outcome: [batch, 2].

@group(0) @binding(0) var<storage, read> probabilities: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcome: array<f32>;

fn example(n: u32) {
  let row = n * classes;
  var largest = 0u;
  for (var k = 1u; k < classes; k++) {
    if (probabilities[row + k] > probabilities[row + largest]) {
      largest = k;
    }
  }
  let p = probabilities[row + labels[n]];
  outcome[2u * n] = select(-log(p), p, isNan(p));
  outcome[2u * n + 1u] = f32(largest);
}
