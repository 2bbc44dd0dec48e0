// Gradient of the logistic sigmoid, in place: dx = dy y (1 - y). y, dx: any one shape, flat.

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  let output = f32(y[i]);
  dx[i] = Stored(f32(dx[i]) * (output * (1.0 - output)));
}
