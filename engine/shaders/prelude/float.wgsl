// Tests of the bits of a float. Compilers may assume that NaN and infinity do not occur and drop
// comparisons such as x != x; they may not assume anything of integers.

fn isNotFinite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u;
}

fn isNan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

/// A NaN; `zero` is a 0 that the compiler cannot see through, since constant NaNs are refused.
fn makeNan(zero: u32) -> f32 {
  return bitcast<f32>(0x7fc00000u | zero);
}
