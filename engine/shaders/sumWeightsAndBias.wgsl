// Adds the partial gradients of weights and of the bias behind them, one value per thread. scratch: parts of
// partLength values. dw: [weights]. dbias: [partLength - weights].

override weights: u32;

@group(0) @binding(0) var<storage, read> scratch: array<f32>;
@group(0) @binding(1) var<storage, read_write> dw: array<f32>;
@group(0) @binding(2) var<storage, read_write> dbias: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i < weights) {
    dw[i] = sumOfParts(i);
  } else if (i < partLength) {
    dbias[i - weights] = sumOfParts(i);
  }
}
