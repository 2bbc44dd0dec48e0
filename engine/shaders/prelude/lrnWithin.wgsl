// The entry point of normalisation within each map, four channels of one pixel per thread (prelude/channelFour.wgsl):
// sums of term(place) over the size times size nearest pixels that lie inside the image are handed to
// finish(place, sum).

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let own = fourOf(threadIndex(id, workgroups), height, width);
  if (own.n >= batch) {
    return;
  }
  let left = max(own.x, reach) - reach;
  let right = min(own.x + reach + 1u, width);
  // Lanes beyond the last channel sum what it sums.
  let last = min(3u, channels - 1u - own.channel);
  let lanes = min(vec4u(0u, 1u, 2u, 3u), vec4u(last));
  var sums = vec4f();
  for (var row = max(own.y, reach) - reach; row < min(own.y + reach + 1u, height); row++) {
    var places = ((own.n * height + row) * width + left) * channels + own.channel + lanes;
    for (var column = left; column < right; column++) {
      sums += vec4f(term(places.x), term(places.y), term(places.z), term(places.w));
      places += channels;
    }
  }
  for (var lane = 0u; lane <= last; lane++) {
    finish(own.pixel * channels + own.channel + lane, sums[lane]);
  }
}
