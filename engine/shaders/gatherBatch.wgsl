// Makes a training batch out of bytes, one pixel with all its channels per thread: the examples at
// state.position and after in shuffled order, mirrored and shifted at random, normalised as
// byte * scale[0, c] + scale[1, c]; pixels that a shift leaves empty are 0.
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

/// Place in the training split of the example at `position` of the run. An empty split, which no run
/// starts with, counts as one example: the order's loop would never end on a device.
fn orderedExample(position: u32) -> u32 {
  let count = max(1u, state[stateTrainCount]);
  let since = position - state[stateOrderStart];
  let epoch = state[stateOrderEpoch] + since / count;
  return permute(since % count, count, state[stateSeed], epoch);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let row = pixel / (height * width);
  let py = pixel / width % height;
  let px = pixel % width;

  let position = state[statePosition] + row;
  let example = orderedExample(position);
  if (example < firstRecord || example >= endRecord) {
    return;
  }
  if (py == 0u && px == 0u) {
    labels[row] = labelByte(example);
  }

  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 0u));
  let shift = state[stateShift];
  let mirrored = state[stateFlip] == 1u && below(draw.x, 2u) == 1u;
  // Source coordinates; they wrap to large numbers where they would be negative.
  let sourceY = py + shift - below(draw.y, 2u * shift + 1u);
  let shiftedX = px + shift - below(draw.z, 2u * shift + 1u);
  let inside = sourceY < height && shiftedX < width;
  let sourceX = select(shiftedX, width - 1u - shiftedX, mirrored);
  for (var c = 0u; c < channels; c++) {
    var value = 0.0;
    if (inside) {
      let record = skippedBytes + (example - firstRecord) * channels * height * width;
      let byte = imageByte(record + (c * height + sourceY) * width + sourceX);
      value = f32(byte) * scale[c] + scale[channels + c];
    }
    x[pixel * channels + c] = Stored(value);
  }
}
