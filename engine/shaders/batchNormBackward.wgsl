// The gradient through batch normalisation, in place: dx holds dy and becomes
// gain * inverse * (dy - (dbias + unit * dgain) / rows), unit = (x - mean) * inverse, or where the moments are `fixed`
// gain * inverse * dy; with hasMask it is 0 where mask is not above 0. x, mask, dx: [rows, channels].
// moments: [3, channels]. gain, dgain, dbias: [channels]; a gain or mask that is not there is not read.

override rows: u32;
override channels: u32;
override hasGain: bool;
override hasMask: bool;
override isFixed: bool;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read> gain: array<f32>;
@group(0) @binding(3) var<storage, read> dgain: array<f32>;
@group(0) @binding(4) var<storage, read> dbias: array<f32>;
@group(0) @binding(5) var<storage, read> mask: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<Stored>;

fn change(i: u32) {
  if (i >= rows * channels) {
    return;
  }
  let c = i % channels;
  var value = f32(dx[i]);
  if (!isFixed) {
    let unit = (f32(x[i]) - moments[c]) * moments[channels + c];
    value -= (dbias[c] + unit * dgain[c]) / f32(rows);
  }
  value *= moments[channels + c];
  if (hasGain) {
    value *= gain[c];
  }
  dx[i] = Stored(select(value, passed(value, f32(mask[i])), hasMask));
}
