// Where a window lies that has its middle in the middle of an image.

/// First pixel of a window in the middle of an image; negative where the window is larger.
fn middleOf(size: u32, imageSize: u32) -> i32 {
  return (i32(imageSize) - i32(size)) >> 1u;
}
