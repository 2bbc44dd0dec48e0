// Local response normalisation within each map (prelude/lrnWithin.wgsl):
// y = x (k + alpha * the sum of x^2 over the size times size nearest pixels of its channel)^-beta, those outside
// the image counting as 0. x, y: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn term(place: u32) -> f32 {
  let value = f32(x[place]);
  return value * value;
}

fn finish(place: u32, sum: f32) {
  y[place] = Stored(f32(x[place]) * normalising(k + alpha * sum));
}
