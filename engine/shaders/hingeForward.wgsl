// Multiclass hinge, one example per thread: outcome[n].loss = the sum over k other than the label of
// max(0, x[k] - x[label] + margin). A loss that is NaN stays. x: [batch, classes]. labels: [batch]. outcome: [batch, 2].

override margin: f32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcome: array<f32>;

fn example(n: u32) {
  if (isNotFinite(outcome[2u * n])) {
    return;
  }
  let row = n * classes;
  let own = x[row + labels[n]];
  var loss = 0.0;
  for (var k = 0u; k < classes; k++) {
    loss += select(max(0.0, x[row + k] - own + margin), 0.0, k == labels[n]);
  }
  outcome[2u * n] = loss;
}
