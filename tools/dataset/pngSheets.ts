// Turns the PNG sheets of CIFAR-10 into official records: a sheet is 1024 pixels wide, and each of its
// rows is one image, its 32*32 pixels in reading order.
import { PNG } from 'pngjs';

const PIXELS = 1024;
const RECORD = 1 + 3 * PIXELS;

/**
 * The record file of one sheet. `labels` has one label for each row. Throws an Error that says what is
 * wrong with the sheet.
 */
export function sheetToRecords(name: string, sheet: Uint8Array, labels: readonly number[]): Uint8Array {
  const { width, height, data } = PNG.sync.read(Buffer.from(sheet));
  if (width !== PIXELS || height !== labels.length) {
    throw new Error(`${name} is ${width} x ${height} pixels; ${PIXELS} x ${labels.length} were expected.`);
  }
  const records = new Uint8Array(height * RECORD);
  for (let row = 0; row < height; row++) {
    const record = row * RECORD;
    records[record] = labels[row] as number;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const from = (row * PIXELS + pixel) * 4;
      for (let channel = 0; channel < 3; channel++) {
        records[record + 1 + channel * PIXELS + pixel] = data[from + channel] as number;
      }
    }
  }
  return records;
}
