// Moving average of the weights: average = average + share * (w - average), share = max(1 - averaging, 9 / (10 + step));
// nothing changes in a halted run. hyper: run.hyper. state: run.state. w, average: [count].

@group(0) @binding(0) var<storage, read> hyper: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read_write> average: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&average) || state[stateHalted] != 0u) {
    return;
  }
  let share = max(1.0 - hyper[hyperAveraging], 9.0 / (10.0 + f32(state[stateStep])));
  average[i] += share * (w[i] - average[i]);
}
