// Gradient of the stretched hyperbolic tangent, in place: dx = dy steepness (amplitude - y^2 / amplitude).
// y, dx: any one shape, flat.

override amplitude: f32;
override steepness: f32;

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  let output = f32(y[i]);
  dx[i] = Stored(f32(dx[i]) * (steepness * (amplitude - output * output / amplitude)));
}
