// Locally connected layer, gradient of its input: each thread makes 4 images by 4 channels of one input pixel, from
// the windows that cover it. dx[n,iy,ix,ci] = the sum of dy[n,oy,ox,co] * w[oy,ox,ky,kx,ci,co] over the taps with
// iy = oy * stride - pad + ky and over co. dy: [batch, outHeight, outWidth, outChannels]. w: [outHeight, outWidth,
// kernelHeight, kernelWidth, inChannels, outChannels]. dx: [batch, inHeight, inWidth, inChannels].

override inChannels: u32;
override outChannels: u32;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

override pixels = inHeight * inWidth;
override channelParts = (inChannels + 3u) / 4u;
override imageParts = (batch + 3u) / 4u;
override imageLength = outHeight * outWidth * outChannels;

fn gradients(place: vec4u) -> vec4f {
  return vec4f(vec4(dy[place.x], dy[place.y], dy[place.z], dy[place.w]));
}

/// The weights of four input channels, which lie outChannels apart.
fn weights(place: u32) -> vec4f {
  return vec4f(w[place], w[place + outChannels], w[place + 2u * outChannels], w[place + 3u * outChannels]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let thread = threadIndex(id, workgroups);
  let pixel = thread / channelParts / imageParts;
  if (pixel >= pixels) {
    return;
  }
  let channel = thread % channelParts * 4u;
  let image = thread / channelParts % imageParts * 4u;
  let images = (image + vec4u(0u, 1u, 2u, 3u)) * imageLength;
  // This pixel in coordinates that start at the padding.
  let py = pixel / inWidth + padHeight;
  let px = pixel % inWidth + padWidth;
  let rows = coveringWindows(py, kernelHeight, strideHeight, outHeight);
  let columns = coveringWindows(px, kernelWidth, strideWidth, outWidth);

  var sums = mat4x4f();
  for (var oy = rows.x; oy < rows.y; oy++) {
    for (var ox = columns.x; ox < columns.y; ox++) {
      let position = oy * outWidth + ox;
      let cell = (py - oy * strideHeight) * kernelWidth + px - ox * strideWidth;
      let row = ((position * kernelHeight * kernelWidth + cell) * inChannels + channel) * outChannels;
      for (var co = 0u; co < outChannels; co++) {
        sums += outer(gradients(images + position * outChannels + co), weights(row + co));
      }
    }
  }

  for (var n = 0u; n < min(4u, batch - image); n++) {
    for (var c = 0u; c < min(4u, inChannels - channel); c++) {
      dx[((image + n) * pixels + pixel) * inChannels + channel + c] = Stored(sums[n][c]);
    }
  }
}
