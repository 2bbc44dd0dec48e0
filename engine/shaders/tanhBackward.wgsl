// Gradient of tanh, in place: dx = dy (1 - y^2), one value per thread.
// y, dx: any one shape, flat.

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= arrayLength(&dx)) {
    return;
  }
  dx[i] *= 1.0 - y[i] * y[i];
}
