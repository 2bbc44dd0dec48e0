// What the kernels of local response normalisation share: their constants, and the power of a denominator.

override batch: u32;
override height: u32;
override width: u32;
override channels: u32;
override size: u32;
override alpha: f32;
override beta: f32;
override k: f32;
/// How far a window reaches on either side.
override reach = (size - 1u) / 2u;

/// What d is cut at, near the end of floats: what is infinite stays so, and leaves none of its neighbours.
const largest = 3e38;

/// d^-beta, with the usual beta by square roots.
fn normalising(denominator: f32) -> f32 {
  // Not min, which may turn NaN into a number.
  let d = select(denominator, largest, denominator > largest);
  if (beta == 0.75) {
    let root = sqrt(d);
    return 1.0 / (root * sqrt(root));
  }
  return pow(d, -beta);
}
