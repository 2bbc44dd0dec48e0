// Label smoothing (Szegedy et al. 2016), one example per thread: the cross-entropy in outcome[n] grows by
// smoothing * (x[label] - mean of x). x: [batch, classes]. labels: [batch]. outcome: [batch, 2].

override smoothing: f32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcome: array<f32>;

fn example(n: u32) {
  if (isNan(outcome[2u * n])) {
    return;
  }
  var sum = 0.0;
  for (var k = 0u; k < classes; k++) {
    sum += x[n * classes + k];
  }
  outcome[2u * n] += smoothing * (x[n * classes + labels[n]] - sum / f32(classes));
}
