// How WebAssembly writes down numbers, names, lists and sections (Core Specification 2.0, chapter 5).

export type Bytes = readonly number[];

/** Unsigned LEB128: seven bits to a byte, the lowest first. For whole numbers below 2^32. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** Signed LEB128 of a 32-bit number; numbers from 2^31 on stand for the negative ones of the same bits. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest & 127);
  return bytes;
}

export const float32 = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
export const float64 = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];

export const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};

/** The number of items, then the items. */
export const list = (items: readonly Bytes[]): number[] => [...unsigned(items.length), ...items.flat()];

/** The number of bytes, then the bytes. */
export const sized = (content: Bytes): number[] => [...unsigned(content.length), ...content];

export const section = (id: number, content: Bytes): number[] => [id, ...sized(content)];
