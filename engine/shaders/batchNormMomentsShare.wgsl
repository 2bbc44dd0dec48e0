// Sums of x and of its squares around the first row, for each channel over one share of the rows: a thread per share
// and channel. x: [rows, channels]. scratch: [parts, 2, padded].

override rows: u32;
override channels: u32;
override parts: u32;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> scratch: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= parts * channels) {
    return;
  }
  let part = i / channels;
  let c = i % channels;
  let first = f32(x[c]);
  var sum = 0.0;
  var squares = 0.0;
  let end = (part + 1u) * rows / parts;
  for (var row = part * rows / parts; row < end; row++) {
    let value = f32(x[row * channels + c]) - first;
    sum += value;
    squares += value * value;
  }
  scratch[part * 2u * padded + c] = sum;
  scratch[(part * 2u + 1u) * padded + c] = squares;
}
