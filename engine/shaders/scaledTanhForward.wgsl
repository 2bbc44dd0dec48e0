// Stretched hyperbolic tangent in place: y = amplitude * tanh(steepness * y); NaN stays NaN. y: any shape, flat.

override amplitude: f32;
override steepness: f32;

@group(0) @binding(0) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let value = f32(y[i]);
  if (!isNan(value)) {
    y[i] = Stored(amplitude * preciseTanh(steepness * value));
  }
}
