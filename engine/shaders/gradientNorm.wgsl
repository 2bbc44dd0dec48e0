// Sums of squares of a flat gradient in `parts` blocks, one block per workgroup: each thread adds every
// 64th value, then the 64 sums are added in order. A NaN or infinity makes the part NaN.
// g: [count]. partialSums: [parts], partialSums[p] over the values p * partLength .. (p + 1) * partLength - 1.

override count: u32;
override partLength: u32;

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read_write> partialSums: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) part: vec3u, @builtin(local_invocation_index) lane: u32) {
  let end = min((part.x + 1u) * partLength, count);
  var sum = 0.0;
  var finite = true;
  for (var i = part.x * partLength + lane; i < end; i += 64u) {
    sum += g[i] * g[i];
    finite = finite && !isNotFinite(g[i]);
  }
  let total = sumOfLanes(lane, select(makeNan(lane - lane), sum, finite));
  if (lane == 0u) {
    partialSums[part.x] = total;
  }
}
