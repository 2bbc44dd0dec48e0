// What the gradients of a group of an example have in common, a thread per group: base = inverse * the mean of gain dy,
// slope = inverse^2 * the mean of gain dy u, of the sums in rows 0 and 1 of the scratch.
// gain: [channels]. moments: [batch, groups, 2]. scratch: [batch, 6, padded]; by group in rows 4 and 5.

override batch: u32;
override pixels: u32;
override channels: u32;
override groups: u32;
override members = channels / groups;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> gain: array<f32>;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read_write> scratch: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * groups) {
    return;
  }
  let row = i / groups * 6u;
  let group = i % groups;
  var sum = 0.0;
  var product = 0.0;
  for (var c = group * members; c < (group + 1u) * members; c++) {
    sum += gain[c] * scratch[row * padded + c];
    product += gain[c] * scratch[(row + 1u) * padded + c];
  }
  let inverse = moments[2u * i + 1u];
  let count = f32(pixels * members);
  scratch[(row + 4u) * padded + group] = inverse * sum / count;
  scratch[(row + 5u) * padded + group] = inverse * inverse * product / count;
}
