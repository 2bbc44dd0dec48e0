// First half of the gradient of local response normalisation within each map (prelude/lrnWithin.wgsl). With d as in the
// forward pass, dx = dy d^-beta, and scratch = dy x d^(-beta - 1): what each value adds to the gradients in its window.
// x, dy, dx: [batch, height, width, channels]. scratch: as many values.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> scratch: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

fn term(place: u32) -> f32 {
  let value = f32(x[place]);
  return value * value;
}

fn finish(place: u32, sum: f32) {
  let d = k + alpha * sum;
  let own = f32(dy[place]) * normalising(d);
  scratch[place] = own * f32(x[place]) / d;
  dx[place] = Stored(own);
}
