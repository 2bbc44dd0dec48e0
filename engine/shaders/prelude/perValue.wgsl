// The entry point of kernels that treat every value alike: each thread calls change(i) for four values, 64
// apart, so that neighbours in a workgroup are neighbours in memory. change(i) itself keeps to its array.

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let first = (id.y * workgroups.x + id.x) * 256u + lane;
  change(first);
  change(first + 64u);
  change(first + 128u);
  change(first + 192u);
}
