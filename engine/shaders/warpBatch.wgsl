// Makes a training batch out of bytes, one pixel with all its channels per thread: the examples at state.position
// and after in shuffled order, read between pixels by bilinear interpolation where `transforms` says, recoloured
// and normalised. What lies outside the image counts as 0, or is reflected.
// images, imageLabels, scale, mean: see prelude/image.wgsl. state: run.state. transforms: [batch, 18].
// x: [batch, height, width, channels]. labels: [batch].

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> imageLabels: array<u32>;
@group(0) @binding(2) var<storage, read> scale: array<f32>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<u32>;
@group(0) @binding(5) var<storage, read> transforms: array<f32>;
@group(0) @binding(6) var<storage, read_write> x: array<Stored>;
@group(0) @binding(7) var<storage, read_write> labels: array<u32>;

/// The shares of the pixels below and above a coordinate, 0 for one that lies outside.
fn sharesOf(at: f32, size: u32) -> vec2f {
  let first = i32(floor(at));
  let above = at - floor(at);
  let outside = vec2<bool>(u32(first) >= size, u32(first + 1) >= size);
  return select(vec2f(1.0 - above, above), vec2f(), outside & vec2<bool>(!reflect));
}

/// The places of the four pixels around a point: above left, above right, below left, below right.
fn placesAround(y: f32, x0: f32) -> vec4u {
  let row = i32(floor(y));
  let column = i32(floor(x0));
  let rows = vec2u(reflected(row, imageHeight), reflected(row + 1, imageHeight)) * imageWidth;
  let columns = vec2u(reflected(column, imageWidth), reflected(column + 1, imageWidth));
  return vec4u(rows.x + columns, rows.y + columns);
}

/// Four bytes of channel `s`.
fn bytesAt(record: u32, s: u32, places: vec4u) -> vec4f {
  let at = record + s * imageHeight * imageWidth + places;
  return vec4f(vec4u(imageByte(at.x), imageByte(at.y), imageByte(at.z), imageByte(at.w)));
}

/// The mean image at four places of channel `s`, or 0.
fn meanAt(s: u32, places: vec4u) -> vec4f {
  if (!hasMean) {
    return vec4f();
  }
  let at = s * imageHeight * imageWidth + places;
  return vec4f(mean[at.x], mean[at.y], mean[at.z], mean[at.w]);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let pixel = threadIndex(id, workgroups);
  if (pixel >= batch * height * width) {
    return;
  }
  let row = pixel / (height * width);
  let position = state[statePosition] + row;
  let example = orderedExample(position);
  if (example < firstRecord || example >= endRecord) {
    return;
  }
  if (pixel % (height * width) == 0u) {
    let draw = pcg4d(vec4u(state[stateSeed], streamAugment, position, 0u));
    let top = drawnFirst(draw.y, height, imageHeight);
    labels[row] = labelOf(example, top, drawnFirst(draw.z, width, imageWidth));
  }
  let t = 18u * row;
  let at = vec2f(f32(pixel / width % height), f32(pixel % width));
  let y = dot(vec2f(transforms[t], transforms[t + 1u]), at) + transforms[t + 2u];
  let x0 = dot(vec2f(transforms[t + 3u], transforms[t + 4u]), at) + transforms[t + 5u];
  let rows = sharesOf(y, imageHeight);
  let columns = sharesOf(x0, imageWidth);
  let shares = vec4f(rows.x * columns, rows.y * columns);
  let places = placesAround(y, x0);
  let inside = (rows.x + rows.y) * (columns.x + columns.y);
  let record = skippedBytes + (example - firstRecord) * imageChannels * imageHeight * imageWidth;
  var sum = 0.0;
  for (var s = 0u; s < imageChannels; s++) {
    var byte = 0.0;
    if (imageChannels == 3u) {
      for (var other = 0u; other < 3u; other++) {
        byte += transforms[t + 6u + 3u * s + other] * dot(shares, bytesAt(record, other, places));
      }
      byte += transforms[t + 15u + s] * inside;
    } else {
      byte = transforms[t + 6u] * dot(shares, bytesAt(record, s, places)) + transforms[t + 15u] * inside;
    }
    let value = (byte - dot(shares, meanAt(s, places))) * scale[s] + scale[imageChannels + s] * inside;
    sum += value;
    if (channels == imageChannels) {
      x[pixel * channels + s] = Stored(value);
    }
  }
  if (channels != imageChannels) {
    for (var c = 0u; c < channels; c++) {
      x[pixel * channels + c] = Stored(sum);
    }
  }
}
