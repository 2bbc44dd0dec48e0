// Adagrad (Duchi et al. 2011): the gradient over the root of the sum of all its squares so far.
// square: [count]. The rest is in prelude/update.wgsl.

@group(0) @binding(5) var<storage, read_write> square: array<f32>;

fn stepBy(i: u32, gradient: f32) -> f32 {
  let s = square[i] + gradient * gradient;
  square[i] = s;
  return gradient / (sqrt(s) + hyper[hyperEpsilon]);
}
