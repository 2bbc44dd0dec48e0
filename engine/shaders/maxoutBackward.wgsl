// Gradient of maxout, one input per call: that of the group's output where this channel won, else 0.
// dy, winner: count values. dx: count times group.

override count: u32;
override group: u32;

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> winner: array<u32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  let output = i / group;
  if (output >= count) {
    return;
  }
  dx[i] = Stored(select(0.0, f32(dy[output]), winner[output] == i % group));
}
