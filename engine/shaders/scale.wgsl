// Every value times a fixed factor, in place. y: any shape, flat.

override factor: f32;

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  y[i] = Stored(factor * f32(y[i]));
}
