// Bytes of a data set, four to a word: kernels that bind `images` and `imageLabels` read them with these.

/// Byte `place` of `images`.
fn imageByte(place: u32) -> u32 {
  return extractBits(images[place / 4u], place % 4u * 8u, 8u);
}

/// Byte `place` of `imageLabels`.
fn labelByte(place: u32) -> u32 {
  return extractBits(imageLabels[place / 4u], place % 4u * 8u, 8u);
}
