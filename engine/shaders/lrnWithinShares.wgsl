// First half of the gradient of local response normalisation within each map, one value per call: what each value
// adds to the gradients in its window, scratch = dy x d^(-beta - 1) with d as in the forward pass.
// x, dy: [batch, height, width, channels]. scratch: as many values.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> scratch: array<f32>;

fn change(i: u32) {
  if (i >= batch * height * width * channels) {
    return;
  }
  let d = denominator(i);
  scratch[i] = f32(dy[i]) * f32(x[i]) * normalising(d) / d;
}
