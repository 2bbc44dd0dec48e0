// Gradient of ReLU, in place: dx stays where the output y is positive and becomes 0 elsewhere, one value
// per thread. The bits of positive numbers lie between 1 and those of infinity.
// y, dx: any one shape, flat.

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= arrayLength(&dx)) {
    return;
  }
  dx[i] = select(dx[i], 0.0, bitcast<u32>(y[i]) - 1u >= 0x7f800000u);
}
