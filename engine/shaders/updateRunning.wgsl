// Moves the running mean and variance of each channel a share of the way to those of the batch, whose variance counts
// without bias; not while the run is halted. moments: [3, channels]. state: run.state. mean, variance: [channels].

override rows: u32;
override channels: u32;
override share: f32;

@group(0) @binding(0) var<storage, read> moments: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> variance: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= channels || state[stateHalted] != 0u) {
    return;
  }
  let unbiased = f32(rows) / f32(max(rows, 2u) - 1u);
  mean[c] += share * (moments[c] - mean[c]);
  variance[c] += share * (moments[2u * channels + c] * unbiased - variance[c]);
}
