// Draws what happens to each image of the next batch, one image per thread: where its pixels lie and how its
// colours change. The rules and the layout are those of ops/warp.ts.
// state: run.state. settings: run.augment. transforms: [batch, 18].

override batch: u32;
override height: u32;
override width: u32;
override imageHeight: u32;
override imageWidth: u32;
override imageChannels: u32;

@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read> settings: array<f32>;
@group(0) @binding(2) var<storage, read_write> transforms: array<f32>;

const midGrey = 127.5;
const luminance = vec3f(0.299, 0.587, 0.114);

/// Cosine and sine of an angle from -pi to pi. Those of the language may be off by 2^-11, which shows at the edge of
/// an image; here they are series at a quarter of the angle, doubled twice.
fn turn(angle: f32) -> vec2f {
  let a = angle / 4.0;
  let b = a * a;
  var c = 1.0 - b / 2.0 * (1.0 - b / 12.0 * (1.0 - b / 30.0 * (1.0 - b / 56.0)));
  var s = a * (1.0 - b / 6.0 * (1.0 - b / 20.0 * (1.0 - b / 42.0)));
  for (var i = 0; i < 2; i++) {
    let twice = 2.0 * s * c;
    c = 1.0 - 2.0 * s * s;
    s = twice;
  }
  return vec2f(c, s);
}

/// Standard normal from the first two words of a draw, by the Box-Muller transform.
fn normalOf(draw: vec4u) -> f32 {
  let around = turn(6.283185307179586 * (unitFloat(draw.y) - 0.5));
  return -sqrt(-2.0 * log(1.0 - unitFloat(draw.x))) * around.x;
}

/// Uniform in -1..1.
fn sideways(draw: u32) -> f32 {
  return 2.0 * unitFloat(draw) - 1.0;
}

fn place(at: u32, position: u32, example: u32) {
  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 2u));
  let window = pcg4d(vec4u(state[stateSeed], streamAugment, position, 0u));
  let zoom = settings[0] * sideways(draw.x);
  let stretch = settings[1];
  let angle = turn(settings[2] * sideways(draw.y));
  let perRow = exp(-zoom - stretch * sideways(draw.z));
  let perColumn = exp(-zoom - stretch * sideways(draw.w));
  let first = vec2f(
    f32(drawnFirst(window.y, height, imageHeight)),
    f32(drawnFirst(window.z, width, imageWidth)),
  );
  let ofWindow = vec2f(f32(height) - 1.0, f32(width) - 1.0) / 2.0;
  let ofImage = vec2f(f32(imageHeight) - 1.0, f32(imageWidth) - 1.0) / 2.0 - first;
  let middle = select(ofWindow, ofImage, scatter);
  let row = vec2f(angle.x * perRow, -angle.y * perColumn);
  var column = vec2f(angle.y * perRow, angle.x * perColumn);
  let startY = first.x + middle.x - dot(row, middle);
  var startX = first.y + middle.y - dot(column, middle);
  if (isMirrored(position, example, window.x)) {
    column = -column;
    startX = f32(imageWidth) - 1.0 - startX;
  }
  transforms[at] = row.x;
  transforms[at + 1u] = row.y;
  transforms[at + 2u] = startY;
  transforms[at + 3u] = column.x;
  transforms[at + 4u] = column.y;
  transforms[at + 5u] = startX;
}

fn recolour(at: u32, position: u32) {
  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 3u));
  let coloured = imageChannels == 3u;
  let brightness = 1.0 + settings[3] * sideways(draw.x);
  let contrast = 1.0 + settings[4] * sideways(draw.y);
  let saturation = select(1.0, 1.0 + settings[5] * sideways(draw.z), coloured);
  var noise = vec3f();
  if (coloured) {
    for (var axis = 0u; axis < 3u; axis++) {
      noise[axis] = settings[6] * normalOf(pcg4d(vec4u(state[stateSeed], streamAugment, position, 5u + axis)));
    }
  }
  for (var c = 0u; c < 3u; c++) {
    for (var other = 0u; other < 3u; other++) {
      let own = select(0.0, saturation, c == other);
      transforms[at + 3u * c + other] = brightness * contrast * ((1.0 - saturation) * luminance[other] + own);
    }
    let axes = vec3f(settings[7u + 3u * c], settings[8u + 3u * c], settings[9u + 3u * c]);
    transforms[at + 9u + c] = brightness * midGrey * (1.0 - contrast) + dot(noise, axes);
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let image = threadIndex(id, workgroups);
  if (image >= batch) {
    return;
  }
  let position = state[statePosition] + image;
  place(18u * image, position, orderedExample(position));
  recolour(18u * image + 6u, position);
}
