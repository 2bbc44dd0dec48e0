// Adds one tensor to another: y += x. x, y: any one shape, flat.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  y[i] = Stored(f32(y[i]) + f32(x[i]));
}
