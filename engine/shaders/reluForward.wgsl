// ReLU in place: y = max(y, 0), NaN staying NaN. y: any shape, flat.

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  y[i] = Stored(rectified(f32(y[i])));
}
