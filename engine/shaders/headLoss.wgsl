// The mean loss of an auxiliary head, by one workgroup, into its word of the ring entry of this step.
// outcome: [batch, 2]. state: run.state. ring: [ringLength, words].

override batch: u32;
override words: u32;
override word: u32;

@group(0) @binding(0) var<storage, read> outcome: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read_write> ring: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) lane: u32) {
  var loss = 0.0;
  for (var n = lane; n < batch; n += 64u) {
    loss += outcome[2u * n];
  }
  loss = sumOfLanes(lane, loss);
  if (lane == 0u) {
    ring[state[stateStep] % ringLength * words + word] = loss / f32(batch);
  }
}
