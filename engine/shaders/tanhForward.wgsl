// Hyperbolic tangent in place. WGSL promises its own tanh() only to 1e-5, so small arguments take the Taylor
// series and others (1 - t) / (1 + t) with t = exp(-2|y|), which cannot overflow. Correct to a few units in
// the last place; NaN stays NaN. y: any shape, flat.

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn preciseTanh(value: f32) -> f32 {
  let square = value * value;
  if (square < 0.04) {
    return value * (1.0 - square * (1.0 / 3.0 - square * (2.0 / 15.0 - square * (17.0 / 315.0))));
  }
  let t = exp(-2.0 * abs(value));
  return sign(value) * (1.0 - t) / (1.0 + t);
}

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(y[i]);
  if (!isNan(value)) {
    y[i] = Stored(preciseTanh(value));
  }
}
