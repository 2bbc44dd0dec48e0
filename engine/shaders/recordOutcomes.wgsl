// Keeps the outcome of each evaluated example, one row of the batch per thread: outcomes[example %
// outcomeLength] = outcome, for rows before state.evaluateTo.
// outcome: [batch, 2]. state: run.state. outcomes: [outcomeLength, 2].

override batch: u32;

@group(0) @binding(0) var<storage, read> outcome: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read_write> outcomes: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let n = threadIndex(id, workgroups);
  let example = state[stateEvaluateFrom] + n;
  if (n >= batch || example >= state[stateEvaluateTo]) {
    return;
  }
  let slot = example % outcomeLength;
  outcomes[2u * slot] = outcome[2u * n];
  outcomes[2u * slot + 1u] = outcome[2u * n + 1u];
}
