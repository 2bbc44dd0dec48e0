// L2 pooling, four channels of one output pixel per thread: the root of the sum of squares over those pixels of
// a window that lie inside the image.
// x: [batch, inHeight, inWidth, channels]. y: [batch, outHeight, outWidth, channels].

override channels: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), outHeight, outWidth);
  if (own.n >= batch) {
    return;
  }
  let rows = insideWindow(own.y, kernelHeight, strideHeight, padHeight, inHeight);
  let columns = insideWindow(own.x, kernelWidth, strideWidth, padWidth, inWidth);

  for (var c = own.channel; c < min(own.channel + 4u, channels); c++) {
    var sum = 0.0;
    for (var iy = rows.x; iy < rows.y; iy++) {
      var place = ((own.n * inHeight + iy) * inWidth + columns.x) * channels + c;
      for (var ix = columns.x; ix < columns.y; ix++) {
        let value = f32(x[place]);
        sum += value * value;
        place += channels;
      }
    }
    y[own.pixel * channels + c] = Stored(sqrt(sum));
  }
}
