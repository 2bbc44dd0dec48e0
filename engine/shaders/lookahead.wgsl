// Lookahead (Zhang et al. 2019): slow = slow + pull * (w - slow), w = slow, with the pull of this step; nothing changes
// where that is 0 or in a halted run. pulls: run.pulls. state: run.state. w, slow: [count].

@group(0) @binding(0) var<storage, read> pulls: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read_write> w: array<f32>;
@group(0) @binding(3) var<storage, read_write> slow: array<f32>;

fn change(i: u32) {
  let pull = pulls[state[stateStep] % ringLength];
  if (i >= arrayLength(&w) || state[stateHalted] != 0u || pull == 0.0) {
    return;
  }
  let next = slow[i] + pull * (w[i] - slow[i]);
  slow[i] = next;
  w[i] = next;
}
