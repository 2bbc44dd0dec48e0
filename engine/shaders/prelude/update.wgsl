// What all optimisers share: the update of value i by the step that stepBy(i, gradient) of the optimiser's own file
// returns, w <- w * (1 - rate * decay) - rate * step, with gradient = g + l2 * w. Nothing changes in a halted run.
// g, w: [count]. hyper: run.hyper. schedule: run.schedule. state: run.state.

override rateFactor: f32;
override decayFactor: f32;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> hyper: array<f32>;
@group(0) @binding(2) var<storage, read> schedule: array<f32>;
@group(0) @binding(3) var<storage, read> state: array<u32>;
@group(0) @binding(4) var<storage, read_write> w: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&w) || state[stateHalted] != 0u) {
    return;
  }
  let rate = hyper[hyperLearningRate] * schedule[state[stateStep] % ringLength] * rateFactor;
  let step = stepBy(i, g[i] + hyper[hyperL2] * decayFactor * w[i]);
  w[i] = w[i] * (1.0 - rate * hyper[hyperDecay] * decayFactor) - rate * step;
}
