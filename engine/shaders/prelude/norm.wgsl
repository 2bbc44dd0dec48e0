// The L2 norm by the sums of squares in `partialSums`.

override parts: u32;

fn normOfParts() -> f32 {
  var squares = 0.0;
  for (var p = 0u; p < parts; p++) {
    squares += partialSums[p];
  }
  return sqrt(squares);
}
