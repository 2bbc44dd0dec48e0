// Gradient of local response normalisation over channels (prelude/lrnAcross.wgsl). With
// d = k + alpha * the sum of x^2 over the window, computed again:
// dx = dy d^-beta - 2 alpha beta x * the sum over the window of dy x d^(-beta - 1).
// x, dy, dx: [batch, height, width, channels].

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<Stored>;

/// What a channel adds to the gradients of its neighbours; 0 outside.
fn shareAt(pixel: u32, channel: i32, d: f32) -> f32 {
  let place = nearest(pixel, channel);
  return inside(channel, f32(dy[place]) * f32(x[place]) * normalising(d) / d);
}

fn sharesOf(pixel: u32, channel: i32) -> vec4f {
  let d = denominators(pixel, channel);
  return vec4f(
    shareAt(pixel, channel, d.x),
    shareAt(pixel, channel + 1, d.y),
    shareAt(pixel, channel + 2, d.z),
    shareAt(pixel, channel + 3, d.w),
  );
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = placeOf(threadIndex(id, workgroups));
  if (own.pixel >= batch * height * width) {
    return;
  }
  let first = i32(own.channel) - i32(reach);
  // As the squares slide in `denominators`, here the shares, which are made four at a time.
  var shares = sharesOf(own.pixel, first);
  var sums = shares;
  for (var i = 4; i < i32(size) + 3; i += 4) {
    var made = sharesOf(own.pixel, first + i);
    for (var step = i; step < min(i + 4, i32(size) + 3); step++) {
      shares = vec4f(shares.yzw, made.x);
      made = vec4f(made.yzw, 0.0);
      sums += shares;
    }
  }
  let d = denominators(own.pixel, i32(own.channel));
  for (var lane = 0u; lane < min(4u, channels - own.channel); lane++) {
    let place = own.pixel * channels + own.channel + lane;
    let others = 2.0 * alpha * beta * f32(x[place]) * sums[lane];
    dx[place] = Stored(f32(dy[place]) * normalising(d[lane]) - others);
  }
}
