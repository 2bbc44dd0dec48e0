// ReLU in place: y = max(y, 0). NaN stays NaN, which max() does not promise: the bits of negative numbers,
// -0 and -infinity included, lie between 0x80000000 and 0xff800000. y: any shape, flat.

@group(0) @binding(0) var<storage, read_write> y: array<f32>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let bits = bitcast<u32>(y[i]);
  y[i] = select(y[i], 0.0, bits >= 0x80000000u && bits <= 0xff800000u);
}
