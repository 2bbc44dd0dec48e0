// Gives rows their share, one value per thread: own = other + share * (own - other), so that what is alike stays.
// own, other: [batch, values]. shares: [batch].

override batch: u32;
override values: u32;

@group(0) @binding(0) var<storage, read> other: array<f32>;
@group(0) @binding(1) var<storage, read> shares: array<f32>;
@group(0) @binding(2) var<storage, read_write> own: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * values) {
    return;
  }
  own[i] = other[i] + shares[i / values] * (own[i] - other[i]);
}
