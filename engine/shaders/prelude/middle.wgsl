// Where a window lies on an image, or an image on a larger canvas: see ops/placement.ts.

/// Whether an image smaller than the window lies anywhere in it.
override scatter: bool;

/// First pixel of a window in the middle of an image; negative where the window is larger.
fn middleOf(size: u32, imageSize: u32) -> i32 {
  return (i32(imageSize) - i32(size)) >> 1u;
}

/// Pixels that an axis of the window has beyond the image.
fn roomOf(size: u32, imageSize: u32) -> u32 {
  return max(size, imageSize) - imageSize;
}

/// First pixel of a window whose image lies at a random place in it.
fn scatteredFirst(draw: u32, size: u32, imageSize: u32) -> i32 {
  return -i32(below(draw, roomOf(size, imageSize) + 1u));
}

/// Cell along one axis of an image whose window begins at `first` of it.
fn cellOf(first: i32, size: u32, imageSize: u32, cells: u32) -> u32 {
  let room = roomOf(size, imageSize);
  return u32(clamp(-first, 0, i32(room))) * cells / (room + 1u);
}
