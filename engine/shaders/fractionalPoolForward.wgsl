// Fractional max pooling, four channels of one output pixel per thread: the largest value of a window of one or two
// rows and columns, and its cell, 2 * row + column (the first among equals; NaN wins, the last of them).
// x: [batch, inHeight, inWidth, channels]. boundaries: [2, columnsFrom], where windows begin, rows first.
// y, winner: [batch, outHeight, outWidth, channels].

override batch: u32;
override inHeight: u32;
override inWidth: u32;
override channels: u32;
override outHeight: u32;
override outWidth: u32;
override overlapping: bool;
override columnsFrom = max(outHeight, outWidth) + 1u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> boundaries: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<Stored>;
@group(0) @binding(3) var<storage, read_write> winner: array<u32>;

/// Pixels of the window whose beginning is at a place in boundaries.
fn sizeAt(place: u32) -> u32 {
  return select(boundaries[place + 1u] - boundaries[place], 2u, overlapping);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), outHeight, outWidth);
  if (own.n >= batch) {
    return;
  }
  let oy = own.y;
  let ox = columnsFrom + own.x;
  let first = (own.n * inHeight + boundaries[oy]) * inWidth + boundaries[ox];
  let rows = sizeAt(oy);
  let columns = sizeAt(ox);

  for (var c = own.channel; c < min(own.channel + 4u, channels); c++) {
    var best = f32(x[first * channels + c]);
    var winning = 0u;
    for (var row = 0u; row < rows; row++) {
      for (var column = 0u; column < columns; column++) {
        let value = f32(x[(first + row * inWidth + column) * channels + c]);
        let better = isNan(value) || (value > best && !isNan(best));
        best = select(best, value, better);
        winning = select(winning, 2u * row + column, better);
      }
    }
    y[own.pixel * channels + c] = Stored(best);
    winner[own.pixel * channels + c] = winning;
  }
}
