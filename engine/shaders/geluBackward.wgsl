// Gradient of the Gaussian error linear unit, in place: dx = dy times the slope at the input x; NaN where that is NaN.
// x, dx: any one shape, flat.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  let value = f32(x[i]);
  if (isNan(value)) {
    dx[i] = Stored(value);
  } else {
    dx[i] = Stored(f32(dx[i]) * geluSlope(value));
  }
}
