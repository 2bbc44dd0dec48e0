// Makes a training batch out of bytes, one pixel with all its channels per thread: the examples at
// state.position and after in shuffled order, each seen through a window at random, mirrored at random.
// images, imageLabels, scale, mean: see prelude/image.wgsl. state: run.state.
// x: [batch, height, width, channels]. labels: [batch].

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> imageLabels: array<u32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<u32>;
@group(0) @binding(5) var<storage, read_write> x: array<Stored>;
@group(0) @binding(6) var<storage, read_write> labels: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let row = pixel / (height * width);
  let position = state[statePosition] + row;
  let example = orderedExample(position);
  if (example < firstRecord || example >= endRecord) {
    return;
  }
  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 0u));
  let top = drawnFirst(draw.y, height, imageHeight);
  let left = drawnFirst(draw.z, width, imageWidth);
  if (pixel % (height * width) == 0u) {
    labels[row] = labelOf(example, top, left);
  }
  writePixel(pixel, example, isMirrored(position, example, draw.x), top, left);
}
