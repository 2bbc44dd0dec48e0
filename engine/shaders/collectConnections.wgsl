// The gradient of the pairs of a table out of that of all channels, one value of the latter per thread.
// dense: [cells, channels, filters]. dw: [cells, pairs]. `pairOf` as in expandConnections.wgsl.

override cells: u32;
override pairs: u32;
override places: u32;

@group(0) @binding(0) var<storage, read> dense: array<f32>;
@group(0) @binding(1) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= cells * places) {
    return;
  }
  let pair = pairOf[i % places];
  if (pair > 0u) {
    dw[i / places * pairs + pair - 1u] = dense[i];
  }
}
