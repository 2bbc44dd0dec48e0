// L2 pooling, four channels of one output pixel per thread: the root of the sum of squares over those pixels of
// a window that lie inside the image.
// x: [batch, inHeight, inWidth, channels]. y: [batch, outHeight, outWidth, channels].

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
override channelParts = (channels + 3u) / 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let part = threadIndex(id, workgroups);
  let pixel = part / channelParts;
  if (pixel >= batch * outHeight * outWidth) {
    return;
  }
  let line = pixel / outWidth;
  let n = line / outHeight;
  let rows = insideWindow(line - n * outHeight, kernelHeight, strideHeight, padHeight, inHeight);
  let columns = insideWindow(pixel - line * outWidth, kernelWidth, strideWidth, padWidth, inWidth);

  let channel = (part - pixel * channelParts) * 4u;
  for (var c = channel; c < min(channel + 4u, channels); c++) {
    var sum = 0.0;
    for (var iy = rows.x; iy < rows.y; iy++) {
      var place = ((n * inHeight + iy) * inWidth + columns.x) * channels + c;
      for (var ix = columns.x; ix < columns.y; ix++) {
        let value = f32(x[place]);
        sum += value * value;
        place += channels;
      }
    }
    y[pixel * channels + c] = Stored(sqrt(sum));
  }
}
