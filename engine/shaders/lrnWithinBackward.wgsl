// Second half of the gradient of local response normalisation within each map (prelude/lrnWithin.wgsl):
// dx -= 2 alpha beta x * the sum of `scratch` over the window. x, dx: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> scratch: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

fn term(place: u32) -> f32 {
  return scratch[place];
}

fn finish(place: u32, sum: f32) {
  dx[place] = Stored(f32(dx[place]) - 2.0 * alpha * beta * f32(x[place]) * sum);
}
