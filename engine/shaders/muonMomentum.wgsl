// Momentum before Muon makes it orthogonal: velocity = momentum * velocity + gradient with gradient = g + l2 * w;
// update = velocity, or with Nesterov gradient + momentum * velocity. The velocity does not change in a halted run.
// g, w, velocity, update: [count]. hyper: run.hyper. state: run.state.

override decayFactor: f32;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> hyper: array<f32>;
@group(0) @binding(3) var<storage, read> state: array<u32>;
@group(0) @binding(4) var<storage, read_write> velocity: array<f32>;
@group(0) @binding(5) var<storage, read_write> update: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&update)) {
    return;
  }
  let momentum = hyper[hyperMomentum];
  let gradient = g[i] + hyper[hyperL2] * decayFactor * w[i];
  let v = momentum * velocity[i] + gradient;
  if (state[stateHalted] == 0u) {
    velocity[i] = v;
  }
  update[i] = select(v, gradient + momentum * v, hyper[hyperNesterov] != 0.0);
}
