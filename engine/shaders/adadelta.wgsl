// Adadelta (Zeiler 2012, algorithm 1). square, delta: [count]. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> square: array<f32>;
@group(0) @binding(6) var<storage, read_write> delta: array<f32>;

fn stepBy(i: u32, gradient: f32) -> f32 {
  let rho = hyper[hyperRho];
  let epsilon = hyper[hyperEpsilon];
  let s = rho * square[i] + (1.0 - rho) * gradient * gradient;
  square[i] = s;
  let step = sqrt(delta[i] + epsilon) / sqrt(s + epsilon) * gradient;
  delta[i] = rho * delta[i] + (1.0 - rho) * step * step;
  return step;
}
