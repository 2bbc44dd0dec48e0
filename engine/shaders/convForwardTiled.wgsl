// Convolution without groups, forward, for devices with fast workgroup memory (prelude/tile.wgsl): a
// workgroup makes 64 output pixels by 32 or 64 channels. y[n,oy,ox,co] = bias[co] + sum of x[n,iy,ix,ci] *
// w[ky,kx,ci,co] with iy = oy * stride - pad + ky * dilation, and zero outside the image. Without dilation
// the taps of one kernel row lie next to each other in x as in w: they are one run of the sum.
// x: [batch, inHeight, inWidth, inChannels]. w: [kernelHeight, kernelWidth, inChannels, outChannels].
// bias: [outChannels], not read without hasBias. y: [batch, outHeight, outWidth, outChannels].

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override hasBias: bool;
override relu: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

override pixels = batch * outHeight * outWidth;
override channelTiles = (outChannels + tileChannels - 1u) / tileChannels;
override runCells = select(1u, kernelWidth, dilationWidth == 1u);
override runLength = runCells * inChannels;
override rowLength = inWidth * inChannels;

/// Four output pixels: image, and input row and column under the first kernel cell, padding included.
struct Pixels {
  n: vec4u,
  iy: vec4u,
  column: vec4u,
  inside: vec4<bool>,
}

fn pixelsFrom(first: u32) -> Pixels {
  let pixel = first + vec4u(0u, 1u, 2u, 3u);
  let line = pixel / outWidth;
  let n = line / outHeight;
  let iy = (line - n * outHeight) * strideHeight - padHeight;
  let column = ((pixel - line * outWidth) * strideWidth - padWidth) * inChannels;
  return Pixels(n, iy, column, pixel < vec4u(pixels));
}

/// What four pixels read from one kernel cell on: x from `place` on, their image row's values from `column`
/// on. A column that is not below `limit` (negative ones wrap to large ones) lies outside and counts as
/// zero.
struct Window {
  place: vec4u,
  column: vec4u,
  limit: vec4u,
}

fn windowOf(at: Pixels, cell: u32) -> Window {
  let iy = at.iy + cell / kernelWidth * dilationHeight;
  let column = at.column + cell % kernelWidth * dilationWidth * inChannels;
  let inside = at.inside & (iy < vec4u(inHeight));
  let limit = select(vec4u(), vec4u(rowLength), inside);
  return Window((at.n * inHeight + iy) * rowLength + column, column, limit);
}

/// Four input values, `offset` further on.
fn inputs(window: Window, offset: u32) -> vec4f {
  let place = window.place + offset;
  let values = vec4f(vec4(x[place.x], x[place.y], x[place.z], x[place.w]));
  return select(vec4f(), values, window.column + offset < window.limit);
}

fn weights(place: u32) -> vec4f {
  return vec4f(w[place], w[place + 1u], w[place + 2u], w[place + 3u]);
}

/// Writes one pixel's values of up to four channels.
fn store(pixel: u32, channel: u32, values: vec4f) {
  for (var c = 0u; c < 4u; c++) {
    if (pixel < pixels && channel + c < outChannels) {
      let sum = values[c] + select(0.0, bias[channel + c], hasBias);
      y[pixel * outChannels + channel + c] = Stored(select(sum, rectified(sum), relu));
    }
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let tile = workgroupIndex(id, workgroups);
  let firstPixel = tile / channelTiles * 64u;
  let firstChannel = tile % channelTiles * tileChannels;
  // This thread brings in four pixels at two steps of the sum.
  let fetched = pixelsFrom(firstPixel + lane % 16u * 4u);
  let firstStep = lane / 16u * 2u;

  for (var cell = 0u; cell < kernelHeight * kernelWidth; cell += runCells) {
    let window = windowOf(fetched, cell);
    for (var run = 0u; run < runLength; run += 8u) {
      for (var k = firstStep; k < firstStep + 2u; k++) {
        left[k * 16u + lane % 16u] = select(vec4f(), inputs(window, run + k), run + k < runLength);
      }
      for (var slot = lane; slot < 2u * tileChannels; slot += 64u) {
        let k = slot / (tileChannels / 4u);
        let channel = slot % (tileChannels / 4u);
        let place = (cell * inChannels + run + k) * outChannels + firstChannel + 4u * channel;
        right[k * 16u + channel] = select(vec4f(), weights(place), run + k < runLength);
      }
      workgroupBarrier();
      addTile(lane);
      workgroupBarrier();
    }
  }

  storeTile(lane, firstPixel, firstChannel);
}
