// The hyperbolic tangent to a few units in the last place: WGSL promises its own tanh() only to 1e-5.

/// Small arguments take the Taylor series, others (1 - t) / (1 + t) with t = exp(-2|x|), which cannot overflow.
fn preciseTanh(value: f32) -> f32 {
  let square = value * value;
  if (square < 0.04) {
    return value * (1.0 - square * (1.0 / 3.0 - square * (2.0 / 15.0 - square * (17.0 / 315.0))));
  }
  let t = exp(-2.0 * abs(value));
  return sign(value) * (1.0 - t) / (1.0 + t);
}
