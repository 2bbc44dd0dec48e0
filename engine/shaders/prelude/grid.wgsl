// Counts the threads of a grid of 64-wide workgroups that may be folded into two dimensions.

fn threadIndex(id: vec3u, workgroups: vec3u) -> u32 {
  return id.y * (workgroups.x * 64u) + id.x;
}
