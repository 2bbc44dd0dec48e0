// Moves the cursor of an evaluation on by `batch` examples. state: run.state.

override batch: u32;

@group(0) @binding(0) var<storage, read_write> state: array<u32>;

@compute @workgroup_size(1)
fn main() {
  state[stateEvaluateFrom] += batch;
}
