// Lion (Chen et al. 2023, algorithm 2): the sign of the gradient blended with its running mean. NaN stays NaN.
// mean: [count]. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> mean: array<f32>;

fn stepBy(i: u32, gradient: f32) -> f32 {
  let beta1 = hyper[hyperMomentum];
  let beta2 = hyper[hyperBeta2];
  let blend = beta1 * mean[i] + (1.0 - beta1) * gradient;
  mean[i] = beta2 * mean[i] + (1.0 - beta2) * gradient;
  return select(sign(blend), blend, isNan(blend));
}
