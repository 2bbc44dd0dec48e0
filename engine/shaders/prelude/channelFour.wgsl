// Threads that each treat four neighbouring channels of one pixel; the shader has the override `channels`.

override channelParts = (channels + 3u) / 4u;

/// Pixel (y, x) of image n, its flat place, and the first of the four channels.
struct Four {
  pixel: u32,
  n: u32,
  y: u32,
  x: u32,
  channel: u32,
}

/// What thread `part` treats of images [height, width, channels].
fn fourOf(part: u32, height: u32, width: u32) -> Four {
  let pixel = part / channelParts;
  let line = pixel / width;
  let n = line / height;
  return Four(pixel, n, line - n * height, pixel - line * width, (part - pixel * channelParts) * 4u);
}
