// Convolution without groups, gradient of its input, for devices with fast workgroup memory
// (prelude/tile.wgsl): a workgroup makes 64 input pixels by 32 or 64 channels and gathers the taps that
// read them. dx[n,iy,ix,ci] = sum of dy[n,oy,ox,co] * w[ky,kx,ci,co] over the taps with
// iy = oy * stride - pad + ky * dilation and over the output channels.
// dy: [batch, outHeight, outWidth, outChannels]. w: [kernelHeight, kernelWidth, inChannels, outChannels].
// dx, mask: [batch, inHeight, inWidth, inChannels]; with hasMask dx is 0 where mask is not above 0.

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override hasMask: bool;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

override pixels = batch * inHeight * inWidth;
override channelTiles = (inChannels + tileChannels - 1u) / tileChannels;

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

fn tapsOf(at: Pixels, cell: u32) -> Taps {
  // Negative positions wrap to large ones.
  let fromY = at.y - cell / kernelWidth * dilationHeight;
  let fromX = at.x - cell % kernelWidth * dilationWidth;
  let oy = fromY / strideHeight;
  let ox = fromX / strideWidth;
  let whole = (oy * strideHeight == fromY) & (ox * strideWidth == fromX);
  let inside = at.inside & whole & (oy < vec4u(outHeight)) & (ox < vec4u(outWidth));
  return Taps(((at.n * outHeight + oy) * outWidth + ox) * outChannels, inside);
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

/// Writes one pixel's values of up to four channels.
fn store(pixel: u32, channel: u32, values: vec4f) {
  for (var c = 0u; c < 4u; c++) {
    if (pixel < pixels && channel + c < inChannels) {
      let place = pixel * inChannels + channel + c;
      dx[place] = Stored(select(values[c], passed(values[c], f32(mask[place])), hasMask));
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

  for (var cell = 0u; cell < kernelHeight * kernelWidth; cell++) {
    let taps = tapsOf(fetched, cell);
    for (var run = 0u; run < outChannels; run += 8u) {
      for (var k = firstStep; k < firstStep + 2u; k++) {
        left[k * 16u + lane % 16u] = select(vec4f(), gradients(taps, run + k), run + k < outChannels);
      }
      for (var slot = lane; slot < 2u * tileChannels; slot += 64u) {
        let k = slot % 8u;
        let channel = slot / 8u;
        let place = (cell * inChannels + firstChannel + 4u * channel) * outChannels + run + k;
        right[k * 16u + channel] = select(vec4f(), weights(place), run + k < outChannels);
      }
      workgroupBarrier();
      addTile(lane);
      workgroupBarrier();
    }
  }

  storeTile(lane, firstPixel, firstChannel);
}
