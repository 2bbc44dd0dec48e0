// Sums split into parts that lie one after the other in `scratch`, each `partLength` values long.

override parts: u32;
override partLength: u32;

/// The sum of value i of all parts, in order.
fn sumOfParts(i: u32) -> f32 {
  var sum = 0.0;
  for (var part = 0u; part < parts; part++) {
    sum += scratch[part * partLength + i];
  }
  return sum;
}
