// Scales filters whose root mean square is over hyper.filterLimit back to it, one filter per thread. Nothing changes in a
// halted run. hyper: run.hyper. state: run.state. w: [rows, filters].

override rows: u32;
override filters: u32;

@group(0) @binding(0) var<storage, read> hyper: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<u32>;
@group(0) @binding(2) var<storage, read_write> w: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let n = threadIndex(id, workgroups);
  if (n >= filters || state[stateHalted] != 0u) {
    return;
  }
  var squares = 0.0;
  for (var row = 0u; row < rows; row++) {
    let value = w[row * filters + n];
    squares += value * value;
  }
  let size = sqrt(squares / f32(rows));
  if (size <= hyper[hyperFilterLimit]) {
    return;
  }
  for (var row = 0u; row < rows; row++) {
    w[row * filters + n] *= hyper[hyperFilterLimit] / size;
  }
}
