// The shuffled order of training, and which window of its images is seen, as in ops/imageWindow.ts.

/// Examples of an order. An empty split, which no run starts with, counts as one example: the order's loop
/// would never end on a device.
fn orderCount() -> u32 {
  return max(1u, state[stateTrainCount]);
}

/// Pass over the training split that the example at `position` belongs to.
fn epochAt(position: u32) -> u32 {
  return state[stateOrderEpoch] + (position - state[stateOrderStart]) / orderCount();
}

/// Place in the training split of the example at `position` of the run.
fn orderedExample(position: u32) -> u32 {
  let count = orderCount();
  return permute((position - state[stateOrderStart]) % count, count, state[stateSeed], epochAt(position));
}

/// Whether the image at `position` is mirrored: at random, or the other way round in each pass.
fn isMirrored(position: u32, example: u32, draw: u32) -> bool {
  let first = pcg4d(vec4u(state[stateSeed], streamAugment, example, 1u)).x;
  let alternating = (below(first, 2u) + epochAt(position)) % 2u == 1u;
  return (state[stateMirror] == 1u && below(draw, 2u) == 1u) || (state[stateMirror] == 2u && alternating);
}

/// First pixel of a random window: see `drawnFirst` of ops/imageWindow.ts.
fn drawnFirst(draw: u32, size: u32, imageSize: u32) -> i32 {
  if (scatter && size > imageSize) {
    return scatteredFirst(draw, size, imageSize);
  }
  let shift = state[stateShift];
  let slack = max(imageSize, size) - size;
  let farthest = min(0, middleOf(size, imageSize)) + i32(slack + shift);
  return farthest - i32(below(draw, slack + 2u * shift + 1u));
}
