// Weights for all channels from those of the pairs of a table, one value per thread, zeros where none is.
// w: [cells, pairs]. dense: [cells, channels, filters]. The pairs are in the order of filters, then of channels;
// `pairOf` is that of each channel and filter, counted from 1, or 0: [channels, filters].

override cells: u32;
override pairs: u32;
override places: u32;

@group(0) @binding(0) var<storage, read> w: array<f32>;
@group(0) @binding(1) var<storage, read_write> dense: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= cells * places) {
    return;
  }
  let pair = pairOf[i % places];
  dense[i] = select(0.0, w[i / places * pairs + pair - 1u], pair > 0u);
}
