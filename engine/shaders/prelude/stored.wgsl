// The type in which a kernel writes an activation or its gradient: the host puts f16 here, and in the bindings
// that are read, where the plan says so. Arithmetic is f32 either way, so kernels convert what they read and write.

alias Stored = f32;
