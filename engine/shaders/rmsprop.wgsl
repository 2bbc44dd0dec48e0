// RMSProp (Tieleman and Hinton 2012): the gradient over the root of a running mean of its squares, smoothed by
// momentum. square, velocity: [count]. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> square: array<f32>;
@group(0) @binding(6) var<storage, read_write> velocity: array<f32>;

fn stepBy(i: u32, gradient: f32) -> f32 {
  let rho = hyper[hyperRho];
  let s = rho * square[i] + (1.0 - rho) * gradient * gradient;
  let v = hyper[hyperMomentum] * velocity[i] + gradient / (sqrt(s) + hyper[hyperEpsilon]);
  square[i] = s;
  velocity[i] = v;
  return v;
}
