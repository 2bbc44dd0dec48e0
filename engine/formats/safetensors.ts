// The safetensors file format: eight bytes of header length (little endian), a JSON header naming each
// tensor's dtype, shape and byte range, then the tensors' bytes. Only float32 is read and written here.
// Format: https://github.com/huggingface/safetensors#format
import { EngineError } from '../spec/messages.ts';
import { z } from '../zod.ts';

export interface NamedTensor {
  shape: readonly number[];
  data: Float32Array;
}

const headerLimit = 100_000_000;

const entrySchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.int().check(z.nonnegative())),
  data_offsets: z.tuple([z.int().check(z.nonnegative()), z.int().check(z.nonnegative())]),
});

/** A file of float32 tensors with text metadata. The header is padded with spaces to a multiple of 8. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength).set(text, 8);
  let at = 8 + headerLength;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

const refuse = (reason: string) => new EngineError('file.notSafetensors', { reason });

function readHeader(file: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (file.length < 8) throw refuse(`it has ${file.length} bytes, fewer than the 8 of the header length`);
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length > headerLimit || 8 + length > file.length)
    throw refuse(`bytes 0 to 7 announce a header of ${length} bytes, but the file has ${file.length}`);
  const text = new TextDecoder().decode(file.subarray(8, 8 + length));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw refuse(`its header is not JSON: ${(error as Error).message}`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw refuse('its header is not an object');
  return { header: header as Record<string, unknown>, start: 8 + length };
}

/** Tensors and metadata of a file; throws EngineError "file.notSafetensors" saying which byte or tensor is wrong. */
export function decodeSafetensors(file: Uint8Array): {
  tensors: Map<string, NamedTensor>;
  metadata: Record<string, string>;
} {
  const { header, start } = readHeader(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, NamedTensor>();
  for (const [name, value] of Object.entries(entries)) {
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw refuse(`tensor "${name}" is not a float32 tensor with shape and offsets`);
    const { shape, data_offsets } = entry.data;
    const [from, to] = data_offsets;
    const bytes = shape.reduce((a, b) => a * b, 4);
    if (to - from !== bytes)
      throw refuse(`tensor "${name}" has ${to - from} bytes, its shape needs ${bytes}`);
    if (start + to > file.length)
      throw refuse(`tensor "${name}" ends at byte ${start + to}, but the file has ${file.length}`);
    const copy = new Uint8Array(file.subarray(start + from, start + to));
    tensors.set(name, { shape, data: new Float32Array(copy.buffer) });
  }
  const texts = z.record(z.string(), z.string()).safeParse(metadata);
  if (!texts.success) throw refuse('its metadata are not texts');
  return { tensors, metadata: texts.data };
}
