// The entry point of kernels of losses: one example of the batch per thread, whose values lie from n * classes on, is
// handed to example(n).

override batch: u32;
override classes: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let n = threadIndex(id, workgroups);
  if (n < batch) {
    example(n);
  }
}
