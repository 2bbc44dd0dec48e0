// Gradient of L2 pooling, four channels of one input pixel per thread: x times the sum of dy / y over the windows
// that cover the pixel, those whose y is 0 left out. dy, y: [batch, outHeight, outWidth, channels].
// x, dx, mask: [batch, inHeight, inWidth, channels]; with hasMask dx is 0 where mask is not above 0.

override channels: u32;
override hasMask: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> mask: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), inHeight, inWidth);
  if (own.n >= batch) {
    return;
  }
  // This pixel in coordinates that start at the padding.
  let px = own.x + padWidth;
  let py = own.y + padHeight;
  let rows = coveringWindows(py, kernelHeight, strideHeight, outHeight);
  let columns = coveringWindows(px, kernelWidth, strideWidth, outWidth);

  for (var c = own.channel; c < min(own.channel + 4u, channels); c++) {
    var sum = 0.0;
    for (var oy = rows.x; oy < rows.y; oy++) {
      for (var ox = columns.x; ox < columns.y; ox++) {
        let output = ((own.n * outHeight + oy) * outWidth + ox) * channels + c;
        let root = f32(y[output]);
        sum += select(f32(dy[output]) / root, 0.0, root == 0.0);
      }
    }
    let place = own.pixel * channels + c;
    let gradient = f32(x[place]) * sum;
    dx[place] = Stored(select(gradient, passed(gradient, f32(mask[place])), hasMask));
  }
}
