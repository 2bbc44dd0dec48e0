// Local response normalisation over channels (prelude/lrnAcross.wgsl):
// y = x (k + alpha * the sum of x^2 over the `size` nearest channels)^-beta, those outside counting as 0.
// x, y: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = placeOf(threadIndex(id, workgroups));
  if (own.pixel >= batch * height * width) {
    return;
  }
  let d = denominators(own.pixel, i32(own.channel));
  for (var lane = 0u; lane < min(4u, channels - own.channel); lane++) {
    let place = own.pixel * channels + own.channel + lane;
    y[place] = Stored(f32(x[place]) * normalising(d[lane]));
  }
}
