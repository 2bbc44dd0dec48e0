// SGD with momentum: velocity = momentum * velocity + gradient is the step, or with Nesterov gradient +
// momentum * velocity. velocity: [count]. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> velocity: array<f32>;

fn stepBy(i: u32, gradient: f32) -> f32 {
  let momentum = hyper[hyperMomentum];
  let v = momentum * velocity[i] + gradient;
  velocity[i] = v;
  return select(v, gradient + momentum * v, hyper[hyperNesterov] != 0.0);
}
