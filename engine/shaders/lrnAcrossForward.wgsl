// Local response normalisation over channels, four channels of one pixel per thread:
// y = x (k + alpha * the sum of x^2 over the `size` nearest channels)^-beta, those outside counting as 0.
// x, y: [batch, height, width, channels].

override channelParts = (channels + 3u) / 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn squareAt(pixel: u32, channel: i32) -> f32 {
  if (channel < 0 || channel >= i32(channels)) {
    return 0.0;
  }
  let value = f32(x[pixel * channels + u32(channel)]);
  return value * value;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let part = threadIndex(id, workgroups);
  let pixel = part / channelParts;
  if (pixel >= batch * height * width) {
    return;
  }
  let channel = (part - pixel * channelParts) * 4u;
  // Four neighbouring windows: one vector slides over all channels that they reach.
  let first = i32(channel) - i32(reach);
  var squares = vec4f(
    squareAt(pixel, first),
    squareAt(pixel, first + 1),
    squareAt(pixel, first + 2),
    squareAt(pixel, first + 3),
  );
  var sums = squares;
  for (var i = 4; i < i32(size) + 3; i++) {
    squares = vec4f(squares.yzw, squareAt(pixel, first + i));
    sums += squares;
  }
  for (var lane = 0u; lane < min(4u, channels - channel); lane++) {
    let place = pixel * channels + channel + lane;
    y[place] = Stored(f32(x[place]) * normalising(k + alpha * sums[lane]));
  }
}
