// Convolution, forward, for devices without fast workgroup memory: each thread keeps 8 output pixels by
// 8 output channels in registers. y[n,oy,ox,co] = bias[co] + sum of x[n,iy,ix,ci] * w[ky,kx,ci,co] with
// iy = oy * stride - pad + ky * dilation, and zero outside the image, and with relu the larger of that and 0. One image, one kernel cell: fully connected.
// x: [batch, inHeight, inWidth, inChannels]. w: [kernelHeight, kernelWidth, inChannels / groups,
// outChannels]. bias: [outChannels], not read without hasBias. y: [batch, outHeight, outWidth, outChannels].

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override groups: u32;
override hasBias: bool;
override relu: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

override pixels = batch * outHeight * outWidth;
override groupIn = inChannels / groups;
override groupOut = outChannels / groups;
override tilesPerGroup = (groupOut + 7u) / 8u;
override channelTiles = tilesPerGroup * groups;
/// Without groups and dilation the taps of one kernel row lie next to each other in x as in w: they are one run.
override runCells = select(1u, kernelWidth, groups == 1u && dilationWidth == 1u);
override runLength = runCells * groupIn;
override rowLength = inWidth * inChannels;

/// Four output pixels: image, and input row and column under the first kernel cell, padding included.
struct Pixels {
  n: vec4u,
  iy: vec4u,
  column: vec4u,
  inside: vec4<bool>,
}

fn pixelsFrom(first: u32, firstChannel: u32) -> Pixels {
  let pixel = first + vec4u(0u, 1u, 2u, 3u);
  let line = pixel / outWidth;
  let n = line / outHeight;
  let iy = (line - n * outHeight) * strideHeight - padHeight;
  let column = ((pixel - line * outWidth) * strideWidth - padWidth) * inChannels + firstChannel;
  return Pixels(n, iy, column, pixel < vec4u(pixels));
}

/// What four pixels read from one kernel cell on: x from `place` on, their image row's values from
/// `column` on. A column that is not below `limit` (negative ones wrap to large ones) lies outside and
/// counts as zero.
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

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let tile = threadIndex(id, workgroups);
  let pixel = tile / channelTiles * 8u;
  if (pixel >= pixels) {
    return;
  }
  let group = tile % channelTiles / tilesPerGroup;
  let channel = group * groupOut + tile % tilesPerGroup * 8u;
  let pixelsA = pixelsFrom(pixel, group * groupIn);
  let pixelsB = pixelsFrom(pixel + 4u, group * groupIn);

  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var b0 = mat4x4f();
  var b1 = mat4x4f();
  for (var cell = 0u; cell < kernelHeight * kernelWidth; cell += runCells) {
    let windowA = windowOf(pixelsA, cell);
    let windowB = windowOf(pixelsB, cell);
    var row = cell * groupIn * outChannels + channel;
    for (var i = 0u; i < runLength; i++) {
      let w0 = weights(row);
      let w1 = weights(row + 4u);
      row += outChannels;
      let xA = inputs(windowA, i);
      let xB = inputs(windowB, i);
      a0 += outer(xA, w0);
      a1 += outer(xA, w1);
      b0 += outer(xB, w0);
      b1 += outer(xB, w1);
    }
  }

  let result = array(a0, a1, b0, b1);
  let width = min(8u, (group + 1u) * groupOut - channel);
  for (var p = 0u; p < min(8u, pixels - pixel); p++) {
    for (var c = 0u; c < width; c++) {
      let value = result[p / 4u * 2u + c / 4u][p % 4u][c % 4u];
      let sum = value + select(0.0, bias[channel + c], hasBias);
      y[(pixel + p) * outChannels + channel + c] = Stored(select(sum, rectified(sum), relu));
    }
  }
}
