// Locally connected layer, gradient of its weights: each thread makes 4 input channels of one kernel cell by 4
// filters of one position, summed over the batch in order. dw[oy,ox,ky,kx,ci,co] = the sum of x[n,iy,ix,ci] *
// dy[n,oy,ox,co], 0 for cells outside the image.
// x: [batch, inHeight, inWidth, inChannels]. dy: [batch, outHeight, outWidth, outChannels]. dw: [outHeight, outWidth,
// kernelHeight, kernelWidth, inChannels, outChannels].

override inChannels: u32;
override outChannels: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;

override positions = outHeight * outWidth;
override cells = kernelHeight * kernelWidth;
override filterParts = (outChannels + 3u) / 4u;
override channelParts = (inChannels + 3u) / 4u;
override imageLength = inHeight * inWidth * inChannels;

fn inputs(place: u32) -> vec4f {
  return vec4f(vec4(x[place], x[place + 1u], x[place + 2u], x[place + 3u]));
}

fn gradients(place: u32) -> vec4f {
  return vec4f(vec4(dy[place], dy[place + 1u], dy[place + 2u], dy[place + 3u]));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let thread = threadIndex(id, workgroups);
  let position = thread / filterParts / channelParts / cells;
  if (position >= positions) {
    return;
  }
  let filterChannel = thread % filterParts * 4u;
  let channel = thread / filterParts % channelParts * 4u;
  let cell = thread / filterParts / channelParts % cells;
  // Negative positions wrap to large ones.
  let iy = position / outWidth * strideHeight + cell / kernelWidth - padHeight;
  let ix = position % outWidth * strideWidth + cell % kernelWidth - padWidth;
  let inside = iy < inHeight && ix < inWidth;

  var sums = mat4x4f();
  for (var n = 0u; n < batch; n++) {
    let values = inputs(n * imageLength + (iy * inWidth + ix) * inChannels + channel);
    let gradient = gradients((n * positions + position) * outChannels + filterChannel);
    sums += outer(select(vec4f(), values, inside), gradient);
  }

  for (var c = 0u; c < min(4u, outChannels - filterChannel); c++) {
    for (var row = 0u; row < min(4u, inChannels - channel); row++) {
      let place = (position * cells + cell) * inChannels + channel + row;
      dw[place * outChannels + filterChannel + c] = sums[row][c];
    }
  }
}
