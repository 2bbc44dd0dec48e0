// Adam (Kingma and Ba 2015, algorithm 1): the running mean of the gradient over the root of that of its squares, both
// divided by 1 - beta^t. mean, square: [count]; momentum is beta1. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> mean: array<f32>;
@group(0) @binding(6) var<storage, read_write> square: array<f32>;

/// 1 - beta^t, for which pow() is too coarse: with c(n) = 1 - beta^n, c(m + n) = c(m) + c(n) - c(m) c(n),
/// so c(t) is put together from the binary digits of t without cancellation.
fn correction(beta: f32, t: u32) -> f32 {
  var power = 1.0 - beta;
  var result = 0.0;
  for (var rest = t; rest > 0u; rest >>= 1u) {
    if ((rest & 1u) == 1u) {
      result += power * (1.0 - result);
    }
    power += power * (1.0 - power);
  }
  return result;
}

/// The two corrections of this step, worked out once per thread.
var<private> corrections: vec2f;
var<private> corrected: bool;

fn stepCorrections() -> vec2f {
  if (!corrected) {
    let t = state[stateStep] - state[stateOptimiserStart] + 1u;
    corrections = vec2f(correction(hyper[hyperMomentum], t), correction(hyper[hyperBeta2], t));
    corrected = true;
  }
  return corrections;
}

fn stepBy(i: u32, gradient: f32) -> f32 {
  let beta1 = hyper[hyperMomentum];
  let beta2 = hyper[hyperBeta2];
  let divisors = stepCorrections();
  let m = beta1 * mean[i] + (1.0 - beta1) * gradient;
  let s = beta2 * square[i] + (1.0 - beta2) * gradient * gradient;
  mean[i] = m;
  square[i] = s;
  return m / divisors.x / (sqrt(s / divisors.y) + hyper[hyperEpsilon]);
}
