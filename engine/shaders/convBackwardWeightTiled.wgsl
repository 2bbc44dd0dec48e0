// Convolution without groups, gradient of its weights, for devices with fast workgroup memory
// (prelude/tile.wgsl): a workgroup makes 64 rows (kernel cell and input channel) by 32 or 64 output
// channels from one share of the batch: parts[split, row, co] = sum of x[n,iy,ix,ci] * dy[n,oy,ox,co] over
// its examples and all output pixels. With hasBias one more row reads 1s: the gradient of the bias.
// sumWeights.wgsl adds the splits in order; one split writes dw and dbias at once.
// x: [batch, inHeight, inWidth, inChannels]. dy: [batch, outHeight, outWidth, outChannels].
// parts: dw, [kernelHeight, kernelWidth, inChannels, outChannels], or for each split its own and a row of
// outChannels behind it. dbias: [outChannels].

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override splits: u32;
override hasBias: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
@group(0) @binding(3) var<storage, read_write> dbias: array<f32>;

override rows = kernelHeight * kernelWidth * inChannels;
override rowTiles = (rows + u32(hasBias) + 63u) / 64u;
override channelTiles = (outChannels + tileChannels - 1u) / tileChannels;
override rowLength = inWidth * inChannels;

/// Four rows of the weights: their kernel row, and where in an image row they begin to read; or that of the
/// bias.
struct Rows {
  ky: vec4u,
  column: vec4u,
  isBias: vec4<bool>,
}

fn rowsFrom(first: u32) -> Rows {
  let row = first + vec4u(0u, 1u, 2u, 3u);
  let cell = row / inChannels;
  let ky = cell / kernelWidth;
  let kx = cell - ky * kernelWidth;
  return Rows(ky, (kx * dilationWidth - padWidth) * inChannels + row - cell * inChannels, row == vec4u(rows));
}

/// What four rows read for one output pixel; a column that is not below the row's length (negative ones
/// wrap to large ones) lies outside and counts as zero. The row of the bias reads 1.
fn inputs(at: Rows, pixel: u32) -> vec4f {
  let line = pixel / outWidth;
  let n = line / outHeight;
  let iy = (line - n * outHeight) * strideHeight + at.ky * dilationHeight - padHeight;
  let column = (pixel - line * outWidth) * strideWidth * inChannels + at.column;
  let place = (n * inHeight + iy) * rowLength + column;
  let inside = (iy < vec4u(inHeight)) & (column < vec4u(rowLength)) & !at.isBias;
  let outside = select(vec4f(), vec4f(1.0), at.isBias);
  return select(outside, vec4f(vec4(x[place.x], x[place.y], x[place.z], x[place.w])), inside);
}

fn gradients(place: u32) -> vec4f {
  return vec4f(vec4(dy[place], dy[place + 1u], dy[place + 2u], dy[place + 3u]));
}

/// The share of the sum that this workgroup makes, for `store`.
var<private> share: u32;

/// Writes one sum where it belongs.
fn put(row: u32, channel: u32, value: f32) {
  if (splits == 1u && row == rows) {
    dbias[channel] = value;
  } else {
    parts[(share * (rows + 1u) + row) * outChannels + channel] = value;
  }
}

/// Writes one row's values of up to four channels.
fn store(row: u32, channel: u32, values: vec4f) {
  for (var c = 0u; c < 4u; c++) {
    if (row < rows + u32(hasBias) && channel + c < outChannels) {
      put(row, channel + c, values[c]);
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
  let split = tile / (channelTiles * rowTiles);
  if (split >= splits) {
    return;
  }
  let firstRow = tile / channelTiles % rowTiles * 64u;
  let firstChannel = tile % channelTiles * tileChannels;
  // This thread brings in four rows at two steps of the sum.
  let fetched = rowsFrom(firstRow + lane % 16u * 4u);
  let firstStep = lane / 16u * 2u;

  let end = (split + 1u) * batch / splits * outHeight * outWidth;
  for (var run = split * batch / splits * outHeight * outWidth; run < end; run += 8u) {
    for (var k = firstStep; k < firstStep + 2u; k++) {
      left[k * 16u + lane % 16u] = select(vec4f(), inputs(fetched, run + k), run + k < end);
    }
    for (var slot = lane; slot < 2u * tileChannels; slot += 64u) {
      let k = slot / (tileChannels / 4u);
      let channel = slot % (tileChannels / 4u);
      let place = (run + k) * outChannels + firstChannel + 4u * channel;
      right[k * 16u + channel] = select(vec4f(), gradients(place), run + k < end);
    }
    workgroupBarrier();
    addTile(lane);
    workgroupBarrier();
  }

  share = split;
  storeTile(lane, firstRow, firstChannel);
}
