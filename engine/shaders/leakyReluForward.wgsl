// Leaky ReLU in place: y where it is positive, else slope * y; NaN stays NaN either way. y: any shape, flat.

override slope: f32;

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(y[i]);
  y[i] = Stored(select(slope * value, value, value > 0.0));
}
