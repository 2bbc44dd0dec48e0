// vector = vector / (norm + leastNorm). partialSums: [parts], sums of its squares. vector: [count].

override leastNorm: f32;

@group(0) @binding(0) var<storage, read> partialSums: array<f32>;
@group(0) @binding(1) var<storage, read_write> vector: array<f32>;

/// The divisor, worked out once per thread.
var<private> divisor: f32;

fn change(i: u32) {
  if (i >= arrayLength(&vector)) {
    return;
  }
  if (divisor == 0.0) {
    divisor = normOfParts() + leastNorm;
  }
  vector[i] /= divisor;
}
