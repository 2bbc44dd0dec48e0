// Sums over the 64 threads of a workgroup.

var<workgroup> laneValues: array<f32, 64>;

/// The sum of what the threads give, added in their order and told to each. All of them must come here.
fn sumOfLanes(lane: u32, value: f32) -> f32 {
  workgroupBarrier();
  laneValues[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var k = 0u; k < 64u; k++) {
    sum += laneValues[k];
  }
  return sum;
}
