// Gradient of the mean multiclass hinge of a batch, one example per thread: dx[k] = 1 / batch where
// x[k] - x[label] + margin > 0, and dx[label] = minus their sum. x, dx: [batch, classes]. labels: [batch].

override margin: f32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

fn example(n: u32) {
  let row = n * classes;
  let own = x[row + labels[n]];
  var violations = 0.0;
  for (var k = 0u; k < classes; k++) {
    let violates = k != labels[n] && x[row + k] - own + margin > 0.0;
    let term = select(0.0, 1.0, violates);
    violations += term;
    dx[row + k] = term / f32(batch);
  }
  dx[row + labels[n]] = -violations / f32(batch);
}
