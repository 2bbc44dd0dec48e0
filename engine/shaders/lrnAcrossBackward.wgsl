// Gradient of local response normalisation over channels, four channels of one pixel per thread. With
// d = k + alpha * the sum of x^2 over the window, computed again:
// dx = dy d^-beta - 2 alpha beta x * the sum over the window of dy x d^(-beta - 1).
// x, dy, dx: [batch, height, width, channels].

override channelParts = (channels + 3u) / 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

fn denominator(pixel: u32, channel: u32) -> f32 {
  let first = pixel * channels + max(channel, reach) - reach;
  let end = pixel * channels + min(channel + reach + 1u, channels);
  var sum = 0.0;
  for (var place = first; place < end; place++) {
    let value = f32(x[place]);
    sum += value * value;
  }
  return k + alpha * sum;
}

fn shareAt(pixel: u32, channel: i32) -> f32 {
  if (channel < 0 || channel >= i32(channels)) {
    return 0.0;
  }
  let place = pixel * channels + u32(channel);
  let d = denominator(pixel, u32(channel));
  return f32(dy[place]) * f32(x[place]) * normalising(d) / d;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let part = threadIndex(id, workgroups);
  let pixel = part / channelParts;
  if (pixel >= batch * height * width) {
    return;
  }
  let channel = (part - pixel * channelParts) * 4u;
  // Four neighbouring windows: one vector slides over all channels that they reach.
  let first = i32(channel) - i32(reach);
  var shares = vec4f(
    shareAt(pixel, first),
    shareAt(pixel, first + 1),
    shareAt(pixel, first + 2),
    shareAt(pixel, first + 3),
  );
  var sums = shares;
  for (var i = 4; i < i32(size) + 3; i++) {
    shares = vec4f(shares.yzw, shareAt(pixel, first + i));
    sums += shares;
  }
  for (var lane = 0u; lane < min(4u, channels - channel); lane++) {
    let place = pixel * channels + channel + lane;
    let own = f32(dy[place]) * normalising(denominator(pixel, channel + lane));
    dx[place] = Stored(own - 2.0 * alpha * beta * f32(x[place]) * sums[lane]);
  }
}
