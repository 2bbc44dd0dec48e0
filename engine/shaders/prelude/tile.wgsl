// A workgroup's part of a matrix product, for devices with fast workgroup memory: 64 threads keep 64 rows
// by 32 channels, or by 64 if `wide`, in registers. A kernel brings in 8 steps of the sum at a time,
// `left` [8, 64 rows] and `right` [8, channels], four values to a vector, and calls addTile between
// barriers, and at the end storeTile, for which it defines store(row, channel, values). Each thread has 8 rows; a0, a1 are theirs by 4 channels, b0, b1 by those 32 further on.

override wide: bool;
override tileChannels = select(32u, 64u, wide);

var<workgroup> left: array<vec4f, 128>;
var<workgroup> right: array<vec4f, 128>;

var<private> a0: mat4x4f;
var<private> a1: mat4x4f;
var<private> b0: mat4x4f;
var<private> b1: mat4x4f;

fn addTile(lane: u32) {
  let row = lane / 8u * 2u;
  let channel = lane % 8u;
  for (var k = 0u; k < 8u; k++) {
    let x0 = left[k * 16u + row];
    let x1 = left[k * 16u + row + 1u];
    let y0 = right[k * 16u + channel];
    a0 += outer(x0, y0);
    a1 += outer(x1, y0);
    if (wide) {
      let y1 = right[k * 16u + channel + 8u];
      b0 += outer(x0, y1);
      b1 += outer(x1, y1);
    }
  }
}

/// Hands the values of this thread to the kernel's `store`, a row and four channels at a time. Constant
/// indices keep them in registers.
fn storeTile(lane: u32, firstRow: u32, firstChannel: u32) {
  let row = firstRow + lane / 8u * 8u;
  let channel = firstChannel + lane % 8u * 4u;
  store(row, channel, a0[0]);
  store(row + 1u, channel, a0[1]);
  store(row + 2u, channel, a0[2]);
  store(row + 3u, channel, a0[3]);
  store(row + 4u, channel, a1[0]);
  store(row + 5u, channel, a1[1]);
  store(row + 6u, channel, a1[2]);
  store(row + 7u, channel, a1[3]);
  if (wide) {
    store(row, channel + 32u, b0[0]);
    store(row + 1u, channel + 32u, b0[1]);
    store(row + 2u, channel + 32u, b0[2]);
    store(row + 3u, channel + 32u, b0[3]);
    store(row + 4u, channel + 32u, b1[0]);
    store(row + 5u, channel + 32u, b1[1]);
    store(row + 6u, channel + 32u, b1[2]);
    store(row + 7u, channel + 32u, b1[3]);
  }
}

fn workgroupIndex(id: vec3u, workgroups: vec3u) -> u32 {
  return id.y * workgroups.x + id.x;
}
