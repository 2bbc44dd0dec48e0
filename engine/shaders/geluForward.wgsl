// Gaussian error linear unit; NaN stays NaN. x, y: any one shape, flat.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(x[i]);
  if (isNan(value)) {
    y[i] = Stored(value);
  } else {
    y[i] = Stored(gelu(value));
  }
}
