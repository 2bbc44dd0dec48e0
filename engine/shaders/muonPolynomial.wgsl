// The polynomial of a Newton-Schulz step, one value per thread: a I + b gram + c square.
// gram, square, polynomial: [size, size].

override size: u32;
override a: f32;
override b: f32;
override c: f32;

@group(0) @binding(0) var<storage, read> gram: array<f32>;
@group(0) @binding(1) var<storage, read> square: array<f32>;
@group(0) @binding(2) var<storage, read_write> polynomial: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i < size * size) {
    polynomial[i] = b * gram[i] + c * square[i] + select(0.0, a, i % (size + 1u) == 0u);
  }
}
