// Rows and columns of each image exchanged, one value per thread: y[n, column, row] = x[n, row, column].
// x: [batch, rows, columns]. y: [batch, columns, rows].

override batch: u32;
override rows: u32;
override columns: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let i = threadIndex(id, workgroups);
  if (i >= batch * rows * columns) {
    return;
  }
  let row = i % rows;
  let line = i / rows;
  let n = line / columns;
  y[i] = Stored(f32(x[(n * rows + row) * columns + line - n * columns]));
}
