// Cutout in place: a square of each image of a batch is 0, one pixel with all its channels per thread. Its middle
// is any pixel of the image. state: run.state. x: [batch, height, width, channels].

override batch: u32;
override height: u32;
override width: u32;
override channels: u32;

@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read_write> x: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let position = state[statePosition] + pixel / (height * width);
  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 4u));
  let side = state[stateCutout];
  // How far inside the square: large where it is before its beginning.
  let y = pixel / width % height + side / 2u - below(draw.x, height);
  let x0 = pixel % width + side / 2u - below(draw.y, width);
  if (y < side && x0 < side) {
    for (var c = 0u; c < channels; c++) {
      x[pixel * channels + c] = Stored(0.0);
    }
  }
}
