// Group normalisation, one value per call: y = gain * (x - mean) * inverse + bias.
// x, y: [batch, pixels, channels]. gain, bias: [channels]. moments: [batch, groups, 2], mean and inverse.

override batch: u32;
override pixels: u32;
override channels: u32;
override groups: u32;
override members = channels / groups;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> gain: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= batch * pixels * channels) {
    return;
  }
  let c = i % channels;
  let group = i / (pixels * channels) * groups + c / members;
  let unit = (f32(x[i]) - moments[2u * group]) * moments[2u * group + 1u];
  y[i] = Stored(gain[c] * unit + bias[c]);
}
