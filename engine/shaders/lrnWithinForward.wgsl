// Local response normalisation within each map, one value per call:
// y = x (k + alpha * the sum of x^2 over the size times size nearest pixels of its channel)^-beta, those outside
// the image counting as 0. x, y: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= batch * height * width * channels) {
    return;
  }
  y[i] = Stored(f32(x[i]) * normalising(denominator(i)));
}
