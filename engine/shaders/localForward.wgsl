// Locally connected layer, forward: each thread makes 4 images by 4 filters of one position.
// y[n,oy,ox,co] = bias[oy,ox,co] + the sum of x[n,iy,ix,ci] * w[oy,ox,ky,kx,ci,co], with iy = oy * stride - pad + ky
// and zero outside the image. x: [batch, inHeight, inWidth, inChannels]. w: [outHeight, outWidth, kernelHeight,
// kernelWidth, inChannels, outChannels]. bias: [outHeight, outWidth, outChannels], not read without hasBias.
// y: [batch, outHeight, outWidth, outChannels].

override inChannels: u32;
override outChannels: u32;
override hasBias: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<Stored>;

override positions = outHeight * outWidth;
override filterParts = (outChannels + 3u) / 4u;
override imageParts = (batch + 3u) / 4u;
override imageLength = inHeight * inWidth * inChannels;

fn inputs(place: vec4u) -> vec4f {
  return vec4f(vec4(x[place.x], x[place.y], x[place.z], x[place.w]));
}

fn weights(place: u32) -> vec4f {
  return vec4f(w[place], w[place + 1u], w[place + 2u], w[place + 3u]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let thread = threadIndex(id, workgroups);
  let position = thread / filterParts / imageParts;
  if (position >= positions) {
    return;
  }
  let channel = thread % filterParts * 4u;
  let image = thread / filterParts % imageParts * 4u;
  let images = (image + vec4u(0u, 1u, 2u, 3u)) * imageLength;
  let oy = position / outWidth;
  let ox = position % outWidth;

  var sums = mat4x4f();
  for (var ky = 0u; ky < kernelHeight; ky++) {
    // Negative positions wrap to large ones.
    let iy = oy * strideHeight + ky - padHeight;
    for (var kx = 0u; kx < kernelWidth; kx++) {
      let ix = ox * strideWidth + kx - padWidth;
      if (iy >= inHeight || ix >= inWidth) {
        continue;
      }
      let pixel = (iy * inWidth + ix) * inChannels;
      let row = ((position * kernelHeight + ky) * kernelWidth + kx) * inChannels;
      for (var ci = 0u; ci < inChannels; ci++) {
        sums += outer(inputs(images + pixel + ci), weights((row + ci) * outChannels + channel));
      }
    }
  }

  for (var n = 0u; n < min(4u, batch - image); n++) {
    for (var c = 0u; c < min(4u, outChannels - channel); c++) {
      let place = position * outChannels + channel + c;
      let value = sums[n][c] + select(0.0, bias[place], hasBias);
      y[(image + n) * positions * outChannels + place] = Stored(value);
    }
  }
}
