// Gradient of group normalisation, one value per call: dx = gain * inverse * dy - (base + slope * (x - mean)).
// x, dy, dx: [batch, pixels, channels]. gain: [channels]. moments: [batch, groups, 2].
// scratch: [batch, 6, padded], base and slope of each group in rows 4 and 5.

override batch: u32;
override pixels: u32;
override channels: u32;
override groups: u32;
override members = channels / groups;
override padded = (channels + 3u) / 4u * 4u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read> scratch: array<f32>;
@group(0) @binding(5) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= batch * pixels * channels) {
    return;
  }
  let c = i % channels;
  let n = i / (pixels * channels);
  let group = c / members;
  let at = 2u * (n * groups + group);
  let base = scratch[(n * 6u + 4u) * padded + group];
  let slope = scratch[(n * 6u + 5u) * padded + group];
  let share = base + slope * (f32(x[i]) - moments[at]);
  dx[i] = Stored(gain[c] * moments[at + 1u] * f32(dy[i]) - share);
}
