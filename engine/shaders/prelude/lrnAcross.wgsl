// The entry point of normalisation across channels, four channels of one pixel per thread: sums of term(pixel, channel) over
// the `size` channels nearest to each, those outside counting as 0, are handed to finish(pixel, channel, sum).

override channelParts = (channels + 3u) / 4u;

fn termAt(pixel: u32, channel: i32) -> f32 {
  if (channel < 0 || channel >= i32(channels)) {
    return 0.0;
  }
  return term(pixel, u32(channel));
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
  var terms = vec4f(
    termAt(pixel, first),
    termAt(pixel, first + 1),
    termAt(pixel, first + 2),
    termAt(pixel, first + 3),
  );
  var sums = terms;
  for (var i = 4; i < i32(size) + 3; i++) {
    terms = vec4f(terms.yzw, termAt(pixel, first + i));
    sums += terms;
  }
  for (var lane = 0u; lane < min(4u, channels - channel); lane++) {
    finish(pixel, channel + lane, sums[lane]);
  }
}
