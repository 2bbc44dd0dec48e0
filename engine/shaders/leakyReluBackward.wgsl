// Gradient of leaky ReLU, in place: dx where the output y is positive, else slope * dx. y, dx: any one shape, flat.

override slope: f32;

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  let gradient = f32(dx[i]);
  dx[i] = Stored(select(slope * gradient, gradient, f32(y[i]) > 0.0));
}
