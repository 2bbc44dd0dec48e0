// Moves the counters of a run on by one step of `batch` examples, unless it is halted. state: run.state.

override batch: u32;

@group(0) @binding(0) var<storage, read_write> state: array<u32>;

@compute @workgroup_size(1)
fn main() {
  if (state[stateHalted] == 0u) {
    state[stateStep] += 1u;
    state[statePosition] += batch;
  }
}
