// The numeric flags of the WebGPU specification. Browsers offer them as globals and Node does not, so
// the engine writes them down and needs nothing but the `gpu` object it is given.

export const BufferUsage = { mapRead: 1, copySrc: 4, copyDst: 8, storage: 128, queryResolve: 512 } as const;
export const MapMode = { read: 1 } as const;
export const ShaderStage = { compute: 4 } as const;
