// Exponential linear unit in place: y where it is positive, else alpha (exp(y) - 1), by the Taylor series near 0, where
// the difference would lose digits. NaN stays NaN. y: any shape, flat.

override alpha: f32;

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

/// exp(x) - 1 for x not above 0.
fn exponentialLess1(x: f32) -> f32 {
  if (x > -0.25) {
    return x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))));
  }
  return exp(max(x, -87.0)) - 1.0;
}

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(y[i]);
  if (!isNan(value) && value <= 0.0) {
    y[i] = Stored(alpha * exponentialLess1(value));
  }
}
