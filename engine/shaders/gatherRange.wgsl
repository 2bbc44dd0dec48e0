// Makes an evaluation batch out of bytes, one pixel with all its channels per thread: the examples from
// state.evaluateFrom on in their own order, normalised as byte * scale[0, c] + scale[1, c]. Rows past
// the end of the range repeat its last example.
// images: records of [channels, height, width] bytes, those of one chunk. imageLabels: bytes.
// scale: [2, channels]. state: run.state. x: [batch, height, width, channels]. labels: [batch].
// Rows whose record is in another chunk are left to the dispatch of that chunk.

override batch: u32;
override height: u32;
override width: u32;
override channels: u32;
/// The binding of `images` starts `skippedBytes` before record `firstRecord` and holds those before `endRecord`.
override firstRecord: u32;
override endRecord: u32;
override skippedBytes: u32;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> imageLabels: array<u32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> state: array<u32>;
@group(0) @binding(4) var<storage, read_write> x: array<Stored>;
@group(0) @binding(5) var<storage, read_write> labels: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let row = pixel / (height * width);
  let py = pixel / width % height;
  let px = pixel % width;

  let example = min(state[stateEvaluateFrom] + row, state[stateEvaluateTo] - 1u);
  if (example < firstRecord || example >= endRecord) {
    return;
  }
  if (py == 0u && px == 0u) {
    labels[row] = labelByte(example);
  }

  for (var c = 0u; c < channels; c++) {
    let record = skippedBytes + (example - firstRecord) * channels * height * width;
    let byte = imageByte(record + (c * height + py) * width + px);
    x[pixel * channels + c] = Stored(f32(byte) * scale[c] + scale[channels + c]);
  }
}
