// ReLU and its gradient, told by the bits of the numbers, since compilers may take max() and comparisons to
// mean what they like of NaN: here it stays NaN.

/// max(value, 0): the bits of negative numbers, -0 and -infinity included, lie between 0x80000000 and
/// 0xff800000.
fn rectified(value: f32) -> f32 {
  let bits = bitcast<u32>(value);
  return select(value, 0.0, bits >= 0x80000000u && bits <= 0xff800000u);
}

/// The gradient where the output of the ReLU is positive, 0 elsewhere: the bits of positive numbers lie
/// between 1 and those of infinity.
fn passed(gradient: f32, output: f32) -> f32 {
  return select(gradient, 0.0, bitcast<u32>(output) - 1u >= 0x7f800000u);
}
