// The Gaussian error linear unit x P(x) and its slope, P being the normal distribution function or, with tanhForm, its
// approximation (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)), u = sqrt(2/pi) (x + 0.044715 x^3).

override tanhForm: bool;

/// From here on P differs from 0 or 1 by less than float32 tells.
const end = 14.0;
/// 2 sqrt(2/pi), and 1 / sqrt(2 pi).
const root = 1.5957691216;
const peak = 0.3989422804;

/// P(-x) for x from 0 to 14, as exp(-x^2/2) t p(t) with t = 1 / (1 + 0.21 x) and a polynomial p that was fitted in
/// double precision to within 2e-8 of the value. `power` is exp(-x^2/2).
fn tailOf(x: f32, power: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.21 * x);
  var p = -0.0716563029;
  p = p * t + 0.283588584;
  p = p * t - 0.330253501;
  p = p * t + 0.349401223;
  p = p * t - 0.0939254048;
  p = p * t + 0.124872832;
  p = p * t + 0.0691921385;
  p = p * t + 0.0850688631;
  p = p * t + 0.0837115753;
  return power * t * p;
}

/// exp(-2u), held where it is finite.
fn approximatePower(x: f32) -> f32 {
  return exp(min(-root * (x + 0.044715 * x * x * x), 87.0));
}

fn gelu(value: f32) -> f32 {
  let x = clamp(value, -end, end);
  let above = max(value, -end);
  if (tanhForm) {
    return above / (1.0 + approximatePower(x));
  }
  let tail = tailOf(abs(x), exp(-0.5 * x * x));
  return above * select(1.0 - tail, tail, x < 0.0);
}

fn geluSlope(value: f32) -> f32 {
  let x = clamp(value, -end, end);
  if (tanhForm) {
    let power = approximatePower(x);
    let share = 1.0 / (1.0 + power);
    return share * (1.0 + x * root * (1.0 + 3.0 * 0.044715 * x * x) * (power * share));
  }
  let power = exp(-0.5 * x * x);
  let bent = tailOf(abs(x), power) - abs(x) * power * peak;
  return select(1.0 - bent, bent, x < 0.0);
}
