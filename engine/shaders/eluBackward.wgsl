// Gradient of the exponential linear unit, in place: dx where the output y is positive, else dx (y + alpha).
// y, dx: any one shape, flat.

override alpha: f32;

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  let output = f32(y[i]);
  dx[i] = Stored(f32(dx[i]) * select(output + alpha, 1.0, output > 0.0));
}
