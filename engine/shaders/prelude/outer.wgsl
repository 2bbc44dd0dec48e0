// The outer product that convolutions add up: column i is a[i] * b, four rows by four channels.

fn outer(a: vec4f, b: vec4f) -> mat4x4f {
  return mat4x4f(a.x * b, a.y * b, a.z * b, a.w * b);
}
