// A stored image as a net sees it, for kernels that make batches. They bind
// images: records of [imageChannels, imageHeight, imageWidth] bytes, those of one chunk; imageLabels: bytes;
// scale: [2, imageChannels]; mean: [imageChannels, imageHeight, imageWidth] in bytes, if `hasMean`.
// Rows whose record is in another chunk are left to the dispatch of that chunk.

override batch: u32;
override height: u32;
override width: u32;
override channels: u32;
override imageHeight: u32;
override imageWidth: u32;
override imageChannels: u32;
override reflect: bool;
/// Cells on each axis of a grid whose number is the label, or 0.
override cells: u32;
override hasMean: bool;
/// The binding of `images` starts `skippedBytes` before record `firstRecord` and holds those before `endRecord`.
override firstRecord: u32;
override endRecord: u32;
override skippedBytes: u32;

/// Byte `place` of `images`.
fn imageByte(place: u32) -> u32 {
  return extractBits(images[place / 4u], place % 4u * 8u, 8u);
}

/// The label of an example seen through the window that begins at (top, left): the stored one, or the image's cell.
fn labelOf(example: u32, top: i32, left: i32) -> u32 {
  if (cells > 0u) {
    return cellOf(top, height, imageHeight, cells) * cells + cellOf(left, width, imageWidth, cells);
  }
  return extractBits(imageLabels[example / 4u], example % 4u * 8u, 8u);
}

/// Pixel that a mirror at both edges shows at `i`.
fn reflected(i: i32, size: u32) -> u32 {
  let period = max(1, 2 * i32(size) - 2);
  let place = (i % period + period) % period;
  return u32(min(place, period - place));
}

/// Channel `s` at a place in the planes of a record: (byte - mean) * scale + offset.
fn storedValue(example: u32, s: u32, at: u32) -> f32 {
  let place = s * imageHeight * imageWidth + at;
  let record = skippedBytes + (example - firstRecord) * imageChannels * imageHeight * imageWidth;
  var value = f32(imageByte(record + place));
  if (hasMean) {
    value -= mean[place];
  }
  return value * scale[s] + scale[imageChannels + s];
}

/// Channel `c` of the net there: its own, all of them added up for a grey net, the only one of a grey image.
fn netValue(example: u32, c: u32, at: u32) -> f32 {
  if (channels == imageChannels) {
    return storedValue(example, c, at);
  }
  var sum = 0.0;
  for (var s = 0u; s < imageChannels; s++) {
    sum += storedValue(example, s, at);
  }
  return sum;
}

/// Writes one pixel of x with all its channels: what the window that begins at (top, left) shows there.
fn writePixel(pixel: u32, example: u32, mirrored: bool, top: i32, left: i32) {
  let y = i32(pixel / width % height) + top;
  let x0 = i32(pixel % width) + left;
  let inside = u32(y) < imageHeight && u32(x0) < imageWidth;
  let column = reflected(x0, imageWidth);
  let at = reflected(y, imageHeight) * imageWidth + select(column, imageWidth - 1u - column, mirrored);
  for (var c = 0u; c < channels; c++) {
    var value = 0.0;
    if (inside || reflect) {
      value = netValue(example, c, at);
    }
    x[pixel * channels + c] = Stored(value);
  }
}
