// Gradient of fractional max pooling, four channels of one input pixel per thread: the sum of the gradients of those
// windows, of the at most four that cover this pixel, whose winner it is.
// dy, winner: [batch, outHeight, outWidth, channels]. boundaries: [2, columnsFrom], where windows begin, rows first.
// dx: [batch, inHeight, inWidth, channels].

override batch: u32;
override inHeight: u32;
override inWidth: u32;
override channels: u32;
override outHeight: u32;
override outWidth: u32;
override overlapping: bool;
override columnsFrom = max(outHeight, outWidth) + 1u;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> winner: array<u32>;
@group(0) @binding(2) var<storage, read> boundaries: array<u32>;
@group(0) @binding(3) var<storage, read_write> dx: array<Stored>;

/// Windows x..y, y excluded, of an axis with `count` that cover a pixel; their beginnings, in order, are in
/// boundaries from `first` on.
fn covering(position: u32, first: u32, count: u32) -> vec2u {
  // So many windows begin at this pixel or before it.
  var low = 0u;
  var high = count;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (boundaries[first + middle] <= position) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  if (!overlapping) {
    return vec2u(low - 1u, low);
  }
  var begin = low;
  while (begin > 0u && boundaries[first + begin - 1u] + 2u > position) {
    begin--;
  }
  return vec2u(begin, low);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), inHeight, inWidth);
  if (own.n >= batch) {
    return;
  }
  let iy = own.y;
  let ix = own.x;
  let rows = covering(iy, 0u, outHeight);
  let columns = covering(ix, columnsFrom, outWidth);

  for (var c = own.channel; c < min(own.channel + 4u, channels); c++) {
    var sum = 0.0;
    for (var oy = rows.x; oy < rows.y; oy++) {
      for (var ox = columns.x; ox < columns.y; ox++) {
        let output = ((own.n * outHeight + oy) * outWidth + ox) * channels + c;
        let cell = 2u * (iy - boundaries[oy]) + ix - boundaries[columnsFrom + ox];
        sum += select(0.0, f32(dy[output]), winner[output] == cell);
      }
    }
    dx[own.pixel * channels + c] = Stored(sum);
  }
}
