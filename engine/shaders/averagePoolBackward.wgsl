// Gradient of average pooling, four channels of one input pixel per thread: each window that covers the
// pixel gives it its gradient divided by the pixels that count. dy: [batch, outHeight, outWidth, channels].
// dx, mask: [batch, inHeight, inWidth, channels]; with hasMask dx is 0 where mask is not above 0.

override channels: u32;
override divisor: u32;
override hasMask: bool;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

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
      let countedRows = countedPixels(divisor, oy, kernelHeight, strideHeight, padHeight, inHeight);
      for (var ox = columns.x; ox < columns.y; ox++) {
        let countedColumns = countedPixels(divisor, ox, kernelWidth, strideWidth, padWidth, inWidth);
        let gradient = f32(dy[((own.n * outHeight + oy) * outWidth + ox) * channels + c]);
        sum += gradient / f32(countedRows * countedColumns);
      }
    }
    let place = own.pixel * channels + c;
    dx[place] = Stored(select(sum, passed(sum, f32(mask[place])), hasMask));
  }
}
