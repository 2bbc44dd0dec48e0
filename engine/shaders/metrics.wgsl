// Figures of a step, by one workgroup: mean loss, fraction right and the gradient's L2 norm go into the
// ring entry of this step; a loss or norm that is not finite halts the run. Nothing happens in a halted
// run. outcome: [batch, 2]. labels: [batch]. partialSums: [parts]. state: run.state.
// ring: [ringLength, words].

override batch: u32;
override parts: u32;
override words: u32;

@group(0) @binding(0) var<storage, read> outcome: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read> partialSums: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<u32>;
@group(0) @binding(4) var<storage, read_write> ring: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  var loss = 0.0;
  var right = 0.0;
  for (var n = lane; n < batch; n += 64u) {
    loss += outcome[2u * n];
    right += select(0.0, 1.0, u32(outcome[2u * n + 1u]) == labels[n]);
  }
  loss = sumOfLanes(lane, loss);
  right = sumOfLanes(lane, right);
  if (lane == 0u && state[stateHalted] == 0u) {
    writeEntry(loss, right);
  }
}

fn writeEntry(loss: f32, right: f32) {
  var squares = 0.0;
  for (var p = 0u; p < parts; p++) {
    squares += partialSums[p];
  }
  let entry = state[stateStep] % ringLength * words;
  ring[entry] = loss / f32(batch);
  ring[entry + 1u] = right / f32(batch);
  ring[entry + 2u] = sqrt(squares);
  if (isNotFinite(loss) || isNotFinite(squares)) {
    state[stateHalted] = 1u;
  }
}
