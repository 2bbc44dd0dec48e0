// Scales the gradient down to a norm of hyper.clipNorm where its own, by the sums of squares in partialSums, is larger.
// partialSums: [parts]. hyper: run.hyper. g: [count].

@group(0) @binding(0) var<storage, read> partialSums: array<f32>;
@group(0) @binding(1) var<storage, read> hyper: array<f32>;
@group(0) @binding(2) var<storage, read_write> g: array<f32>;

/// The factor, worked out once per thread.
var<private> factor: f32;
var<private> known: bool;

fn scaleFactor() -> f32 {
  if (!known) {
    let norm = normOfParts();
    factor = select(hyper[hyperClipNorm] / norm, 1.0, norm <= hyper[hyperClipNorm]);
    known = true;
  }
  return factor;
}

fn change(i: u32) {
  if (i < arrayLength(&g)) {
    g[i] *= scaleFactor();
  }
}
