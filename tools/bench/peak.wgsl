// The most multiply-adds a device can do: eight accumulators of four numbers in each lane, nothing read,
// one number written. sums: [lanes].
@group(0) @binding(0) var<storage, read_write> sums: array<f32>;

override rounds: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) lane: vec3u) {
  let scale = vec4f(0.999 + f32(lane.x) * 1e-9);
  let shift = vec4f(0.001);
  var a = vec4f(0.1); var b = vec4f(0.2); var c = vec4f(0.3); var d = vec4f(0.4);
  var e = vec4f(0.5); var f = vec4f(0.6); var g = vec4f(0.7); var h = vec4f(0.8);
  for (var round = 0u; round < rounds; round++) {
    a = fma(a, scale, shift); b = fma(b, scale, shift); c = fma(c, scale, shift); d = fma(d, scale, shift);
    e = fma(e, scale, shift); f = fma(f, scale, shift); g = fma(g, scale, shift); h = fma(h, scale, shift);
  }
  sums[lane.x] = dot(a + b + c + d + e + f + g + h, vec4f(1.0));
}
