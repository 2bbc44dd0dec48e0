// The record format of every data set: one label byte, then the image's bytes, planar (channel, row,
// column). It is the official binary format of CIFAR-10 (1 + 3072 bytes), for any height, width and
// channels. A reader takes chunks of any length, so that a stream can be read as it arrives.
import { DataError } from './dataError.ts';
import { bytesPerImage, type DatasetInfo, type ImageShape, type Split } from './dataset.ts';

/** Bytes of one record: 1 + height * width * channels. */
export const recordBytes = (shape: ImageShape): number => 1 + bytesPerImage(shape);

/** Appends the records of one file to a split, chunk by chunk. */
export class RecordReader {
  readonly #split: Split;
  readonly #classes: number;
  readonly #file: string;
  readonly #expected: number;
  /** The record that is not complete yet, and how much of it is there. */
  readonly #partial: Uint8Array<ArrayBuffer>;
  #filled = 0;
  #offset = 0;
  #records = 0;

  /**
   * Reads `expected` records of the file called `file` into `split`, which must have room for them.
   */
  constructor(split: Split, info: DatasetInfo, file: string, expected: number) {
    this.#split = split;
    this.#classes = info.classes.length;
    this.#file = file;
    this.#expected = expected;
    this.#partial = new Uint8Array(recordBytes(info.shape));
  }

  /** Takes the next bytes of the file. Throws DataError (`label`, `long`). */
  push(chunk: Uint8Array): void {
    const size = this.#partial.length;
    let at = 0;
    while (at < chunk.length) {
      if (this.#records === this.#expected) {
        throw new DataError('long', {
          file: this.#file,
          offset: this.#offset + at,
          expected: this.#expected,
        });
      }
      if (this.#filled === 0) this.#checkLabel(chunk[at] as number, this.#offset + at);
      const part = chunk.subarray(at, at + size - this.#filled);
      if (part.length === size) this.#append(part);
      else this.#keep(part);
      at += part.length;
    }
    this.#offset += chunk.length;
  }

  /** To be called after the last chunk. Throws DataError (`empty`, `truncated`, `short`). */
  end(): void {
    const where = { file: this.#file, offset: this.#offset };
    if (this.#filled > 0) throw new DataError('truncated', { ...where, record: this.#partial.length });
    if (this.#records === this.#expected) return;
    if (this.#offset === 0) throw new DataError('empty', where);
    throw new DataError('short', { ...where, found: this.#records, expected: this.#expected });
  }

  #checkLabel(label: number, offset: number): void {
    if (label < this.#classes) return;
    const highest = this.#classes - 1;
    throw new DataError('label', { file: this.#file, offset, label, classes: this.#classes, highest });
  }

  #keep(part: Uint8Array): void {
    this.#partial.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled < this.#partial.length) return;
    this.#filled = 0;
    this.#append(this.#partial);
  }

  #append(record: Uint8Array): void {
    const split = this.#split;
    split.labels[split.count] = record[0] as number;
    split.images.set(record.subarray(1), split.count * (record.length - 1));
    split.count++;
    this.#records++;
  }
}

/** The bytes of records `from` (inclusive) to `to` (exclusive) of a split. */
export function encodeRecords(
  split: Split,
  shape: ImageShape,
  from = 0,
  to = split.count,
): Uint8Array<ArrayBuffer> {
  const image = bytesPerImage(shape);
  const size = recordBytes(shape);
  const bytes = new Uint8Array((to - from) * size);
  for (let index = from; index < to; index++) {
    const at = (index - from) * size;
    bytes[at] = split.labels[index] as number;
    bytes.set(split.images.subarray(index * image, (index + 1) * image), at + 1);
  }
  return bytes;
}
