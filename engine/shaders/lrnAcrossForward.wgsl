// Local response normalisation over channels (prelude/lrnAcross.wgsl):
// y = x (k + alpha * the sum of x^2 over the `size` nearest channels)^-beta, those outside counting as 0.
// x, y: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn term(pixel: u32, channel: u32) -> f32 {
  let value = f32(x[pixel * channels + channel]);
  return value * value;
}

fn finish(pixel: u32, channel: u32, sum: f32) {
  let place = pixel * channels + channel;
  y[place] = Stored(f32(x[place]) * normalising(k + alpha * sum));
}
