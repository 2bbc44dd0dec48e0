// One axis of a pooling window: which input pixels it holds, and which windows hold a pixel. Ranges are
// from..to with `to` excluded.

/// Input pixels of window `o` that lie inside an axis of `size` pixels.
fn insideWindow(o: u32, kernel: u32, stride: u32, pad: u32, size: u32) -> vec2u {
  let start = o * stride;
  return vec2u(max(start, pad) - pad, min(start + kernel, pad + size) - pad);
}

/// Pixels of window `o` that count in its mean: as countedPixels of ops/poolGeometry.ts.
fn countedPixels(divisor: u32, o: u32, kernel: u32, stride: u32, pad: u32, size: u32) -> u32 {
  let inside = insideWindow(o, kernel, stride, pad, size);
  let padded = min(kernel, size + 2u * pad - o * stride);
  return select(select(kernel, padded, divisor == 1u), inside.y - inside.x, divisor == 0u);
}

/// Windows among 0..count-1 that cover a pixel; `position` counts from the start of the padding.
fn coveringWindows(position: u32, kernel: u32, stride: u32, count: u32) -> vec2u {
  let beyond = position + stride;
  let first = select(0u, (beyond - kernel) / stride, beyond >= kernel);
  return vec2u(first, min(position / stride + 1u, count));
}
