// Gradient of local response normalisation over channels (prelude/lrnAcross.wgsl). With
// d = k + alpha * the sum of x^2 over the window, computed again:
// dx = dy d^-beta - 2 alpha beta x * the sum over the window of dy x d^(-beta - 1).
// x, dy, dx: [batch, height, width, channels].

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

fn term(pixel: u32, channel: u32) -> f32 {
  let place = pixel * channels + channel;
  let d = denominator(pixel, channel);
  return f32(dy[place]) * f32(x[place]) * normalising(d) / d;
}

fn finish(pixel: u32, channel: u32, sum: f32) {
  let place = pixel * channels + channel;
  let own = f32(dy[place]) * normalising(denominator(pixel, channel));
  dx[place] = Stored(own - 2.0 * alpha * beta * f32(x[place]) * sum);
}
