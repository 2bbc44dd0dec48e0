// Convolution, gradient of its weights, for devices without fast workgroup memory: each thread keeps 8
// rows (kernel cell and input channel) by 8 output channels in registers and walks over one share of the
// batch: partial[split, row, co] = sum of x[n,iy,ix,ci] * dy[n,oy,ox,co] over its examples and all output
// pixels. With hasBias one more row reads 1s: the gradient of the bias. sumWeights.wgsl adds the splits in
// order; one split writes dw and dbias at once.
// x: [batch, inHeight, inWidth, inChannels]. dy: [batch, outHeight, outWidth, outChannels].
// parts: dw, [kernelHeight, kernelWidth, inChannels / groups, outChannels], or for each split its own and a
// row of outChannels behind it. dbias: [outChannels].

override inChannels: u32;
override outChannels: u32;
override dilationHeight: u32;
override dilationWidth: u32;
override groups: u32;
override splits: u32;
override hasBias: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
@group(0) @binding(3) var<storage, read_write> dbias: array<f32>;

override groupIn = inChannels / groups;
override groupOut = outChannels / groups;
override rows = kernelHeight * kernelWidth * groupIn;
override rowTiles = (rows + u32(hasBias) + 7u) / 8u;
override tilesPerGroup = (groupOut + 7u) / 8u;
override channelTiles = tilesPerGroup * groups;
override rowLength = inWidth * inChannels;

/// Four rows of the weights: their kernel row, and where in an image row they begin to read; or that of the
/// bias.
struct Rows {
  ky: vec4u,
  column: vec4u,
  isBias: vec4<bool>,
}

fn rowsFrom(first: u32, firstChannel: u32) -> Rows {
  let row = first + vec4u(0u, 1u, 2u, 3u);
  let cell = row / groupIn;
  let ky = cell / kernelWidth;
  let kx = cell - ky * kernelWidth;
  let column = (kx * dilationWidth - padWidth) * inChannels + firstChannel + row - cell * groupIn;
  return Rows(ky, column, row == vec4u(rows));
}

/// What four rows read for one line of output pixels: x from `place` on, the image row's values from
/// `column` on. A column that is not below `limit` (negative ones wrap to large ones) counts as `outside`.
struct Line {
  place: vec4u,
  column: vec4u,
  limit: vec4u,
  outside: vec4f,
}

fn lineOf(at: Rows, line: u32) -> Line {
  let n = line / outHeight;
  let iy = line % outHeight * strideHeight + at.ky * dilationHeight - padHeight;
  let limit = select(vec4u(), vec4u(rowLength), (iy < vec4u(inHeight)) & !at.isBias);
  let outside = select(vec4f(), vec4f(1.0), at.isBias);
  return Line((n * inHeight + iy) * rowLength + at.column, at.column, limit, outside);
}

/// Four input values, `offset` further on.
fn inputs(line: Line, offset: u32) -> vec4f {
  let place = line.place + offset;
  let values = vec4f(vec4(x[place.x], x[place.y], x[place.z], x[place.w]));
  return select(line.outside, values, line.column + offset < line.limit);
}

fn gradients(place: u32) -> vec4f {
  return vec4f(vec4(dy[place], dy[place + 1u], dy[place + 2u], dy[place + 3u]));
}

/// Writes one sum where it belongs.
fn put(split: u32, row: u32, channel: u32, value: f32) {
  if (splits == 1u && row == rows) {
    dbias[channel] = value;
  } else {
    parts[(split * (rows + 1u) + row) * outChannels + channel] = value;
  }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let tile = threadIndex(id, workgroups);
  let split = tile / (channelTiles * rowTiles);
  if (split >= splits) {
    return;
  }
  let row = tile / channelTiles % rowTiles * 8u;
  let group = tile % channelTiles / tilesPerGroup;
  let channel = group * groupOut + tile % tilesPerGroup * 8u;
  let rowsA = rowsFrom(row, group * groupIn);
  let rowsB = rowsFrom(row + 4u, group * groupIn);

  var a0 = mat4x4f();
  var a1 = mat4x4f();
  var b0 = mat4x4f();
  var b1 = mat4x4f();
  let end = (split + 1u) * batch / splits * outHeight;
  for (var line = split * batch / splits * outHeight; line < end; line++) {
    let lineA = lineOf(rowsA, line);
    let lineB = lineOf(rowsB, line);
    var place = line * outWidth * outChannels + channel;
    var offset = 0u;
    for (var ox = 0u; ox < outWidth; ox++) {
      let dy0 = gradients(place);
      let dy1 = gradients(place + 4u);
      let xA = inputs(lineA, offset);
      let xB = inputs(lineB, offset);
      place += outChannels;
      offset += strideWidth * inChannels;
      a0 += outer(xA, dy0);
      a1 += outer(xA, dy1);
      b0 += outer(xB, dy0);
      b1 += outer(xB, dy1);
    }
  }

  let result = array(a0, a1, b0, b1);
  let width = min(8u, (group + 1u) * groupOut - channel);
  for (var r = 0u; r < min(8u, rows + u32(hasBias) - row); r++) {
    for (var c = 0u; c < width; c++) {
      put(split, row + r, channel + c, result[r / 4u * 2u + c / 4u][r % 4u][c % 4u]);
    }
  }
}
