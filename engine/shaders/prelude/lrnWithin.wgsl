// Windows of local response normalisation within a map: for kernels that bind `x`.

/// Rows and columns of the window around a pixel that lie inside the image: (top, bottom, left, right), the
/// bottom and the right excluded.
fn windowAround(pixel: u32) -> vec4u {
  let row = pixel / width % height;
  let column = pixel % width;
  return vec4u(
    max(row, reach) - reach,
    min(row + reach + 1u, height),
    max(column, reach) - reach,
    min(column + reach + 1u, width),
  );
}

/// k + alpha * the sum of x^2 over the window around value i.
fn denominator(i: u32) -> f32 {
  let pixel = i / channels;
  let inside = windowAround(pixel);
  let image = pixel / (height * width) * height;
  var sum = 0.0;
  for (var row = inside.x; row < inside.y; row++) {
    var place = ((image + row) * width + inside.z) * channels + i % channels;
    for (var column = inside.z; column < inside.w; column++) {
      let value = f32(x[place]);
      sum += value * value;
      place += channels;
    }
  }
  return k + alpha * sum;
}
