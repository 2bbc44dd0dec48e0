// Max pooling, four channels of one output pixel per thread: the largest of the pixels of a window that
// lie inside the image, and its cell in the window (row-major, the first among equals; NaN wins, the last
// of them).
// x: [batch, inHeight, inWidth, channels]. y, winner: [batch, outHeight, outWidth, channels].

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
@group(0) @binding(2) var<storage, read_write> winner: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let part = threadIndex(id, workgroups);
  let pixel = part / channelParts;
  if (pixel >= batch * outHeight * outWidth) {
    return;
  }
  let line = pixel / outWidth;
  let n = line / outHeight;
  // The window in coordinates that start at the padding, so that nothing is negative.
  let startX = (pixel - line * outWidth) * strideWidth;
  let startY = (line - n * outHeight) * strideHeight;
  let fromX = max(startX, padWidth);
  let fromY = max(startY, padHeight);
  let toX = min(startX + kernelWidth, padWidth + inWidth);
  let toY = min(startY + kernelHeight, padHeight + inHeight);
  let first = (n * inHeight + fromY - padHeight) * inWidth + fromX - padWidth;

  let channel = (part - pixel * channelParts) * 4u;
  for (var c = channel; c < min(channel + 4u, channels); c++) {
    var best = f32(x[first * channels + c]);
    var winning = (fromY - startY) * kernelWidth + fromX - startX;
    for (var wy = fromY; wy < toY; wy++) {
      var place = (first + (wy - fromY) * inWidth) * channels + c;
      var cell = (wy - startY) * kernelWidth + fromX - startX;
      for (var wx = fromX; wx < toX; wx++) {
        let value = f32(x[place]);
        let better = isNan(value) || (value > best && !isNan(best));
        best = select(best, value, better);
        winning = select(winning, cell, better);
        place += channels;
        cell++;
      }
    }
    y[pixel * channels + c] = Stored(best);
    winner[pixel * channels + c] = winning;
  }
}
