// Gradient of ReLU, in place: dx stays where the output y is positive and becomes 0 elsewhere.
// y, dx: any one shape, flat.

@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&dx)) {
    return;
  }
  dx[i] = Stored(passed(f32(dx[i]), f32(y[i])));
}
