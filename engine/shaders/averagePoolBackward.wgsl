// Gradient of average pooling, four channels of one input pixel per thread: each window that covers the
// pixel gives it its gradient divided by the pixels that count. dy: [batch, outHeight, outWidth, channels].
// dx, mask: [batch, inHeight, inWidth, channels]; with hasMask dx is 0 where mask is not above 0.

override batch: u32;
override inHeight: u32;
override inWidth: u32;
override channels: u32;
override outHeight: u32;
override outWidth: u32;
override kernelHeight: u32;
override kernelWidth: u32;
override strideHeight: u32;
override strideWidth: u32;
override padHeight: u32;
override padWidth: u32;
override divisor: u32;
override hasMask: bool;
override channelParts = (channels + 3u) / 4u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let part = threadIndex(id, workgroups);
  let pixel = part / channelParts;
  if (pixel >= batch * inHeight * inWidth) {
    return;
  }
  let line = pixel / inWidth;
  let n = line / inHeight;
  // This pixel in coordinates that start at the padding.
  let px = pixel - line * inWidth + padWidth;
  let py = line - n * inHeight + padHeight;
  let rows = coveringWindows(py, kernelHeight, strideHeight, outHeight);
  let columns = coveringWindows(px, kernelWidth, strideWidth, outWidth);

  let channel = (part - pixel * channelParts) * 4u;
  for (var c = channel; c < min(channel + 4u, channels); c++) {
    var sum = 0.0;
    for (var oy = rows.x; oy < rows.y; oy++) {
      let countedRows = countedPixels(divisor, oy, kernelHeight, strideHeight, padHeight, inHeight);
      for (var ox = columns.x; ox < columns.y; ox++) {
        let countedColumns = countedPixels(divisor, ox, kernelWidth, strideWidth, padWidth, inWidth);
        let gradient = f32(dy[((n * outHeight + oy) * outWidth + ox) * channels + c]);
        sum += gradient / f32(countedRows * countedColumns);
      }
    }
    let place = pixel * channels + c;
    dx[place] = Stored(select(sum, passed(sum, f32(mask[place])), hasMask));
  }
}
