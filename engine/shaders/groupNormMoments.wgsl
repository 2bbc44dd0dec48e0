// Moments of group normalisation, a workgroup per group of an example: its mean and 1 / sqrt(variance + epsilon) over
// its channels and all pixels. Each thread adds every 64th value, then the 64 sums are added in order; squares are
// summed around the mean. x: [batch, pixels, channels]. moments: [batch, groups, 2].

override batch: u32;
override pixels: u32;
override channels: u32;
override groups: u32;
override epsilon: f32;
override members = channels / groups;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> moments: array<f32>;

fn valueAt(group: u32, i: u32) -> f32 {
  let pixel = group / groups * pixels + i / members;
  return f32(x[pixel * channels + group % groups * members + i % members]);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // Workgroups beyond the last group do what it does, since all threads must reach the barriers.
  let group = min(id.y * workgroups.x + id.x, batch * groups - 1u);
  var sum = 0.0;
  for (var i = lane; i < pixels * members; i += 64u) {
    sum += valueAt(group, i);
  }
  let count = f32(pixels * members);
  let mean = sumOfLanes(lane, sum) / count;
  var squares = 0.0;
  for (var i = lane; i < pixels * members; i += 64u) {
    let distance = valueAt(group, i) - mean;
    squares += distance * distance;
  }
  let variance = sumOfLanes(lane, squares) / count;
  if (lane == 0u) {
    moments[2u * group] = mean;
    moments[2u * group + 1u] = 1.0 / sqrt(variance + epsilon);
  }
}
