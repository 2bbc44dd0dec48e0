// Inverted dropout in place: a value survives where the upper 16 bits of hash(seed, stream, step, draw)
// reach `rate`, in 65536ths, and is then multiplied by `keepScale`. The backward pass is the same on the
// gradient. `pixels` values of a channel share a draw. y: [examples, pixels, channels]. state: run.state.

override rate: u32;
override stream: u32;
override keepScale: f32;
override pixels: u32;
override channels: u32;

@group(0) @binding(0) var<storage, read> state: array<u32>;
@group(0) @binding(1) var<storage, read_write> y: array<Stored>;

fn change(i: u32) {
  if (i >= arrayLength(&y)) {
    return;
  }
  let draw = select(i, i / (pixels * channels) * channels + i % channels, pixels > 1u);
  let word = pcg4d(vec4u(state[stateSeed], stream, state[stateStep], draw)).x;
  y[i] = Stored(select(f32(y[i]) * keepScale, 0.0, (word >> 16u) < rate));
}
