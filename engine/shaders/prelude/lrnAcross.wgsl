// Sums of normalisation across channels, for kernels that bind `x`; four channels of one pixel per thread.

override channelParts = (channels + 3u) / 4u;

/// The pixel of thread `part`, and the first of its channels.
struct Place {
  pixel: u32,
  channel: u32,
}

fn placeOf(part: u32) -> Place {
  let pixel = part / channelParts;
  return Place(pixel, (part - pixel * channelParts) * 4u);
}

/// Where a value of the pixel lies; that of the nearest channel, where there is none.
fn nearest(pixel: u32, channel: i32) -> u32 {
  return pixel * channels + u32(clamp(channel, 0, i32(channels) - 1));
}

/// `value`, or 0 outside the channels. Choosing costs less than branches do.
fn inside(channel: i32, value: f32) -> f32 {
  return select(0.0, value, u32(channel) < channels);
}

fn squareAt(pixel: u32, channel: i32) -> f32 {
  let value = f32(x[nearest(pixel, channel)]);
  return inside(channel, value * value);
}

/// k + alpha * the sum of x^2 over the `size` channels nearest to each of four neighbouring ones, those outside
/// counting as 0.
fn denominators(pixel: u32, channel: i32) -> vec4f {
  let first = channel - i32(reach);
  // Four neighbouring windows: one vector slides over all channels that they reach.
  var squares = vec4f(
    squareAt(pixel, first),
    squareAt(pixel, first + 1),
    squareAt(pixel, first + 2),
    squareAt(pixel, first + 3),
  );
  var sums = squares;
  for (var i = 4; i < i32(size) + 3; i++) {
    squares = vec4f(squares.yzw, squareAt(pixel, first + i));
    sums += squares;
  }
  return k + alpha * sums;
}
