// The step of Muon: w = kept * w - rate * scale * update. With `renormalise` kept brings the norm of w, by partialSums,
// to the root of the number of filters; without, it is 1 - rate * decay. Nothing changes in a halted run.
// update, w: [count]. partialSums: [parts]. hyper: run.hyper. schedule: run.schedule. state: run.state.

override filters: u32;
override rateFactor: f32;
override decayFactor: f32;
override scale: f32;
override renormalise: bool;
override leastNorm: f32;

@group(0) @binding(0) var<storage, read> update: array<f32>;
@group(0) @binding(1) var<storage, read> partialSums: array<f32>;
@group(0) @binding(2) var<storage, read> hyper: array<f32>;
@group(0) @binding(3) var<storage, read> schedule: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<u32>;
@group(0) @binding(5) var<storage, read_write> w: array<f32>;

/// What brings w to its norm, worked out once per thread.
var<private> renormalised: f32;

fn keptOf(rate: f32) -> f32 {
  if (!renormalise) {
    return 1.0 - rate * hyper[hyperDecay] * decayFactor;
  }
  if (renormalised == 0.0) {
    renormalised = sqrt(f32(filters)) / max(normOfParts(), leastNorm);
  }
  return renormalised;
}

fn change(i: u32) {
  if (i >= arrayLength(&w) || state[stateHalted] != 0u) {
    return;
  }
  let rate = hyper[hyperLearningRate] * schedule[state[stateStep] % ringLength] * rateFactor;
  w[i] = keptOf(rate) * w[i] - rate * scale * update[i];
}
