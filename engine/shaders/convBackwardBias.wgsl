// Partial sums of a bias gradient, one channel of one part of the rows per thread:
// scratch[part, c] = sum of dy[row, c] over the rows of that part; sumParts.wgsl adds the parts.
// dy: [rows, channels]. scratch: [parts, channels].

override rows: u32;
override channels: u32;
override parts: u32;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read_write> scratch: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= parts * channels) {
    return;
  }
  let part = i / channels;
  let c = i % channels;
  let length = (rows + parts - 1u) / parts;
  let end = min((part + 1u) * length, rows);
  var sum = 0.0;
  for (var row = part * length; row < end; row++) {
    sum += dy[row * channels + c];
  }
  scratch[i] = sum;
}
