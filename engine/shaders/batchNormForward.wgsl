// Batch normalisation: y = gain * (x - mean) * inverse + bias, with relu not below 0. A gain or bias that is not there
// is bound to the moments and not read. x, y: [rows, channels]. moments: [3, channels]. gain, bias: [channels].

override rows: u32;
override channels: u32;
override hasGain: bool;
override hasBias: bool;
override relu: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= rows * channels) {
    return;
  }
  let c = i % channels;
  var value = (f32(x[i]) - moments[c]) * moments[channels + c];
  if (hasGain) {
    value *= gain[c];
  }
  if (hasBias) {
    value += bias[c];
  }
  y[i] = Stored(select(value, rectified(value), relu));
}
