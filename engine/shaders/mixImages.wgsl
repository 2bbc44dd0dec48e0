// Mixes image n of a batch with image batch - 1 - n, one pixel of both with all channels per thread: by a share, or by
// exchanging a rectangle. The rules are those of ops/mix.ts.
// state: run.state. mixing: run.mixing. labels, otherLabels, shares: [batch]. x: [batch, height, width, channels].

override batch: u32;
override height: u32;
override width: u32;
override channels: u32;

@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read> mixing: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> x: array<Stored>;
@group(0) @binding(4) var<storage, read_write> otherLabels: array<u32>;
@group(0) @binding(5) var<storage, read_write> shares: array<f32>;

/// The part of an axis that a rectangle of `extent` pixels around a random middle covers.
fn span(draw: u32, extent: u32, size: u32) -> vec2i {
  let first = i32(below(draw, size)) - i32(extent >> 1u);
  return vec2i(max(0, first), min(i32(size), first + i32(extent)));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = threadIndex(id, workgroups);
  let pixels = height * width;
  let n = index / pixels;
  let m = batch - 1u - n;
  if (index >= (batch + 1u) / 2u * pixels) {
    return;
  }
  let draw = pcg4d(vec4u(state[stateSeed], streamAugment, state[statePosition] + n, 8u));
  let place = pcg4d(vec4u(state[stateSeed], streamAugment, state[statePosition] + n, 9u));
  let cut = unitFloat(draw.x) < mixing[0];
  let at = unitFloat(draw.y) * 256.0;
  let step = u32(at);
  let low = mixing[1u + step];
  let mixed = low + (at - f32(step)) * (mixing[2u + step] - low);
  let side = max(draw.z, draw.w);
  let rows = span(place.x, below(side, height), height);
  let columns = span(place.y, below(side, width), width);
  let area = f32((rows.y - rows.x) * (columns.y - columns.x));
  let share = select(mixed, 1.0 - area / f32(pixels), cut);
  let pixel = index % pixels;
  if (pixel == 0u) {
    otherLabels[n] = labels[m];
    otherLabels[m] = labels[n];
    shares[n] = select(share, 1.0, n == m);
    shares[m] = select(share, 1.0, n == m);
  }
  if (n == m) {
    return;
  }
  let y = i32(pixel / width);
  let column = i32(pixel % width);
  let inside = y >= rows.x && y < rows.y && column >= columns.x && column < columns.y;
  let kept = select(mixed, select(1.0, 0.0, inside), cut);
  for (var c = 0u; c < channels; c++) {
    let one = (n * pixels + pixel) * channels + c;
    let two = (m * pixels + pixel) * channels + c;
    let own = f32(x[one]);
    let other = f32(x[two]);
    x[one] = Stored(kept * own + (1.0 - kept) * other);
    x[two] = Stored(kept * other + (1.0 - kept) * own);
  }
}
