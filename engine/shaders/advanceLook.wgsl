// The next of `looks` looks at the same test images, the first again after the last. state: run.state.

override looks: u32;

@group(0) @binding(0) var<storage, read_write> state: array<u32>;

@compute @workgroup_size(1)
fn main() {
  state[stateLook] = (state[stateLook] + 1u) % looks;
}
