// Maxout, one output per call: the largest of `group` neighbouring channels, and which it was (the first among equals;
// NaN wins, the last of them). x: count times group values. y, winner: count values.

override count: u32;
override group: u32;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;
@group(0) @binding(2) var<storage, read_write> winner: array<u32>;

fn change(i: u32) {
  if (i >= count) {
    return;
  }
  var best = f32(x[i * group]);
  var winning = 0u;
  for (var member = 1u; member < group; member++) {
    let value = f32(x[i * group + member]);
    let better = isNan(value) || (value > best && !isNan(best));
    best = select(best, value, better);
    winning = select(winning, member, better);
  }
  y[i] = Stored(best);
  winner[i] = winning;
}
