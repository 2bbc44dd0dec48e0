// Second half of the gradient of local response normalisation within each map, one value per call:
// dx = dy d^-beta - 2 alpha beta x * the sum of `scratch` over the window. x, dy, dx: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> scratch: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= batch * height * width * channels) {
    return;
  }
  let pixel = i / channels;
  let inside = windowAround(pixel);
  let image = pixel / (height * width) * height;
  var sum = 0.0;
  for (var row = inside.x; row < inside.y; row++) {
    var place = ((image + row) * width + inside.z) * channels + i % channels;
    for (var column = inside.z; column < inside.w; column++) {
      sum += scratch[place];
      place += channels;
    }
  }
  dx[i] = Stored(f32(dy[i]) * normalising(denominator(i)) - 2.0 * alpha * beta * f32(x[i]) * sum);
}
