// Adadelta (Zeiler 2012, algorithm 1) over a flat arena, its step scaled by the learning rate, with g' = g +
// l2 * w for the first `decayed` values. Nothing changes in a halted run. w, g, square, delta: [count].
// hyper: run.hyper. state: run.state.

override decayed: u32;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> hyper: array<f32>;
@group(0) @binding(2) var<storage, read> state: array<u32>;
@group(0) @binding(3) var<storage, read_write> w: array<f32>;
@group(0) @binding(4) var<storage, read_write> square: array<f32>;
@group(0) @binding(5) var<storage, read_write> delta: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&w) || state[stateHalted] != 0u) {
    return;
  }
  let rho = hyper[hyperRho];
  let epsilon = hyper[hyperEpsilon];
  let gradient = g[i] + select(0.0, hyper[hyperL2] * w[i], i < decayed);
  let s = rho * square[i] + (1.0 - rho) * gradient * gradient;
  square[i] = s;
  let step = sqrt(delta[i] + epsilon) / sqrt(s + epsilon) * gradient;
  delta[i] = rho * delta[i] + (1.0 - rho) * step * step;
  w[i] -= hyper[hyperLearningRate] * step;
}
