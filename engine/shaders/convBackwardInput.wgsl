// Convolution, gradient of its input, for devices without fast workgroup memory: each thread keeps 8
// input pixels by 8 input channels in registers and gathers the taps that read them, so that every value
// of dx is written once. dx[n,iy,ix,ci] = sum of dy[n,oy,ox,co] * w[ky,kx,ci,co] over the taps with
// iy = oy * stride - pad + ky * dilation and over the output channels of the group.
// dy: [batch, outHeight, outWidth, outChannels]. w: [kernelHeight, kernelWidth, inChannels / groups,
// outChannels]. dx, mask: [batch, inHeight, inWidth, inChannels]; with hasMask dx is 0 where mask is not
// above 0.

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override groups: u32;
override hasMask: bool;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

override pixels = batch * inHeight * inWidth;
override groupIn = inChannels / groups;
override groupOut = outChannels / groups;
override tilesPerGroup = (groupIn + 7u) / 8u;
override channelTiles = tilesPerGroup * groups;

/// Four input pixels: image, row and column, the latter two counted from the start of the padding.
struct Pixels {
  n: vec4u,
  y: vec4u,
  x: vec4u,
  inside: vec4<bool>,
}

fn pixelsFrom(first: u32) -> Pixels {
  let pixel = first + vec4u(0u, 1u, 2u, 3u);
  let line = pixel / inWidth;
  let n = line / inHeight;
  let y = line - n * inHeight + padHeight;
  return Pixels(n, y, pixel - line * inWidth + padWidth, pixel < vec4u(pixels));
}

/// Where four input pixels find their output gradient under one kernel cell, if they do.
struct Taps {
  place: vec4u,
  inside: vec4<bool>,
}

fn tapsOf(at: Pixels, cell: u32, firstChannel: u32) -> Taps {
  // Negative positions wrap to large ones.
  let fromY = at.y - cell / kernelWidth * dilationHeight;
  let fromX = at.x - cell % kernelWidth * dilationWidth;
  let oy = fromY / strideHeight;
  let ox = fromX / strideWidth;
  let whole = (oy * strideHeight == fromY) & (ox * strideWidth == fromX);
  let inside = at.inside & whole & (oy < vec4u(outHeight)) & (ox < vec4u(outWidth));
  return Taps(((at.n * outHeight + oy) * outWidth + ox) * outChannels + firstChannel, inside);
}

/// Four output gradients, `offset` channels further on.
fn gradients(taps: Taps, offset: u32) -> vec4f {
  let place = taps.place + offset;
  return select(vec4f(), vec4f(vec4(dy[place.x], dy[place.y], dy[place.z], dy[place.w])), taps.inside);
}

/// The weights of four input channels, which lie outChannels apart.
fn weights(place: u32) -> vec4f {
  return vec4f(w[place], w[place + outChannels], w[place + 2u * outChannels], w[place + 3u * outChannels]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let tile = threadIndex(id, workgroups);
  let pixel = tile / channelTiles * 8u;
  if (pixel >= pixels) {
    return;
  }
  let group = tile % channelTiles / tilesPerGroup;
  let channelInGroup = tile % tilesPerGroup * 8u;
  let pixelsA = pixelsFrom(pixel);
  let pixelsB = pixelsFrom(pixel + 4u);

  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var b0 = mat4x4f();
  var b1 = mat4x4f();
  for (var cell = 0u; cell < kernelHeight * kernelWidth; cell++) {
    let tapsA = tapsOf(pixelsA, cell, group * groupOut);
    let tapsB = tapsOf(pixelsB, cell, group * groupOut);
    var place = (cell * groupIn + channelInGroup) * outChannels + group * groupOut;
    for (var co = 0u; co < groupOut; co++) {
      let w0 = weights(place);
      let w1 = weights(place + 4u * outChannels);
      place++;
      let dyA = gradients(tapsA, co);
      let dyB = gradients(tapsB, co);
      a0 += outer(dyA, w0);
      a1 += outer(dyA, w1);
      b0 += outer(dyB, w0);
      b1 += outer(dyB, w1);
    }
  }

  let result = array(a0, a1, b0, b1);
  let channel = group * groupIn + channelInGroup;
  for (var p = 0u; p < min(8u, pixels - pixel); p++) {
    for (var c = 0u; c < min(8u, groupIn - channelInGroup); c++) {
      let place = (pixel + p) * inChannels + channel + c;
      let value = result[p / 4u * 2u + c / 4u][p % 4u][c % 4u];
      dx[place] = Stored(select(value, passed(value, f32(mask[place])), hasMask));
    }
  }
}
