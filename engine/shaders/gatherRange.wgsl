// Makes a batch out of bytes, one pixel with all its channels per thread: the examples from
// state.evaluateFrom on in their own order, each seen through a window `down` and `right` pixels from its middle, or
// from the canvas that it always lies on at the same place.
// Rows past the end of the range repeat its last example.
// images, imageLabels, scale, mean: see prelude/image.wgsl. state: run.state.
// x: [batch, height, width, channels]. labels: [batch].

override mirror: bool;
override down: i32;
override right: i32;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> imageLabels: array<u32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<u32>;
@group(0) @binding(5) var<storage, read_write> x: array<Stored>;
@group(0) @binding(6) var<storage, read_write> labels: array<u32>;

/// First pixel along one axis of the window that evaluation sees an image through.
fn fixedFirst(draw: u32, size: u32, imageSize: u32) -> i32 {
  if (scatter && size > imageSize) {
    return scatteredFirst(draw, size, imageSize);
  }
  return middleOf(size, imageSize);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let row = pixel / (height * width);
  let example = min(state[stateEvaluateFrom] + row, state[stateEvaluateTo] - 1u);
  if (example < firstRecord || example >= endRecord) {
    return;
  }
  let draw = pcg4d(vec4u(0u, streamPlace, example, 0u));
  let top = fixedFirst(draw.x, height, imageHeight);
  let left = fixedFirst(draw.y, width, imageWidth);
  if (pixel % (height * width) == 0u) {
    labels[row] = labelOf(example, top, left);
  }
  writePixel(pixel, example, mirror, top + down, left + right);
}
