// SGD with momentum over a flat arena: v = momentum * v + g', w -= rate * v, or with Nesterov
// w -= rate * (g' + momentum * v); g' = g + l2 * w for the first `decayed` values. Nothing changes in a
// halted run. w, g, velocity: [count]. hyper: run.hyper. state: run.state.

override decayed: u32;
override nesterov: bool;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> hyper: array<f32>;
@group(0) @binding(2) var<storage, read> state: array<u32>;
@group(0) @binding(3) var<storage, read_write> w: array<f32>;
@group(0) @binding(4) var<storage, read_write> velocity: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&w) || state[stateHalted] != 0u) {
    return;
  }
  let gradient = g[i] + select(0.0, hyper[hyperL2] * w[i], i < decayed);
  let momentum = hyper[hyperMomentum];
  let v = momentum * velocity[i] + gradient;
  velocity[i] = v;
  w[i] -= hyper[hyperLearningRate] * select(v, gradient + momentum * v, nesterov);
}
