// Sums of dy and of dy * (x - mean) for each channel over one share of the rows: a thread per share and channel.
// x, dy: [rows, channels]. moments: [3, channels]. scratch: [parts, 2, padded].

override rows: u32;
override channels: u32;
override parts: u32;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> moments: array<f32>;
@group(0) @binding(3) var<storage, read_write> scratch: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= parts * channels) {
    return;
  }
  let part = i / channels;
  let c = i % channels;
  let mean = moments[c];
  var sum = 0.0;
  var products = 0.0;
  let end = (part + 1u) * rows / parts;
  for (var row = part * rows / parts; row < end; row++) {
    let gradient = f32(dy[row * channels + c]);
    sum += gradient;
    products += gradient * (f32(x[row * channels + c]) - mean);
  }
  scratch[part * 2u * padded + c] = sum;
  scratch[(part * 2u + 1u) * padded + c] = products;
}
