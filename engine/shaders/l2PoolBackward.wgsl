// Gradient of L2 pooling, four channels of one input pixel per thread: x times the sum of dy / y over the windows
// that cover the pixel, those whose y is 0 left out. dy, y: [batch, outHeight, outWidth, channels].
// x, dx, mask: [batch, inHeight, inWidth, channels]; with hasMask dx is 0 where mask is not above 0.

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
override hasMask: bool;
override channelParts = (channels + 3u) / 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read> mask: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<Stored>;

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
      for (var ox = columns.x; ox < columns.y; ox++) {
        let output = ((n * outHeight + oy) * outWidth + ox) * channels + c;
        let root = f32(y[output]);
        sum += select(f32(dy[output]) / root, 0.0, root == 0.0);
      }
    }
    let place = pixel * channels + c;
    let gradient = f32(x[place]) * sum;
    dx[place] = Stored(select(gradient, passed(gradient, f32(mask[place])), hasMask));
  }
}
