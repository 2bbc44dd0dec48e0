// Max pooling, four channels of one output pixel per thread: the largest of the pixels of a window that
// lie inside the image, and its cell in the window (row-major, the first among equals; NaN wins, the last
// of them).
// x: [batch, inHeight, inWidth, channels]. y, winner: [batch, outHeight, outWidth, channels].

override channels: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;
@group(0) @binding(2) var<storage, read_write> winner: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), outHeight, outWidth);
  if (own.n >= batch) {
    return;
  }
  // The window in coordinates that start at the padding, so that nothing is negative.
  let startX = own.x * strideWidth;
  let startY = own.y * strideHeight;
  let fromX = max(startX, padWidth);
  let fromY = max(startY, padHeight);
  let toX = min(startX + kernelWidth, padWidth + inWidth);
  let toY = min(startY + kernelHeight, padHeight + inHeight);
  let first = (own.n * inHeight + fromY - padHeight) * inWidth + fromX - padWidth;

  for (var c = own.channel; c < min(own.channel + 4u, channels); c++) {
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
    y[own.pixel * channels + c] = Stored(best);
    winner[own.pixel * channels + c] = winning;
  }
}
