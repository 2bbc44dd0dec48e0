// Logistic sigmoid in place: y = 1 / (1 + exp(-y)). Beyond 87 in size the result is 0 or 1 to within 2e-38;
// the argument is held there so that exp() stays finite, but NaN is not held. y: any shape, flat.

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(y[i]);
  if (!isNan(value)) {
    y[i] = Stored(1.0 / (1.0 + exp(-clamp(value, -87.0, 87.0))));
  }
}
