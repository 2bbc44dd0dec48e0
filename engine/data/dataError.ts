// What can be wrong with a file of data, in one sentence for a person. Each kind has a code and values,
// so that the page can say it in its own language; `message` says it in English.

/** English sentences; `{name}` is filled in from the values. The codes are keys of translations. */
export const dataErrorText = {
  missing: '{file} is not there; "npm run dataset" prepares it.',
  http: '{file} could not be fetched: the server answered {status}.',
  network: '{file} could not be fetched: {reason}.',
  manifest: '{file} is not a valid list of data sets: {reason}.',
  unknown: 'There is no data set called "{id}".',
  label: '{file} has label {label} at byte {offset}; with {classes} classes labels go from 0 to {highest}.',
  truncated: '{file} ends in the middle of a record, at byte {offset}: a record has {record} bytes.',
  short: '{file} ends at byte {offset} after {found} records; {expected} were expected.',
  long: '{file} goes on after byte {offset}, where its {expected} records end.',
  empty: '{file} is empty.',
  notArchive: '{file} is not a tar archive: byte {offset} starts no valid header.',
  truncatedArchive: '{file} ends too early, at byte {offset}; it may not have been downloaded whole.',
  corruptArchive: '{file} is damaged near byte {offset}: {reason}.',
  pythonArchive: '{file} holds the Python version of CIFAR-10; use the binary version.',
  batchName:
    '{file} has no known name: call training files data_batch_1.bin ... and the test file test_batch.bin.',
  mixed: '{file} does not belong with {other}: give record files or images, not both.',
  idx: '{file} is not an IDX file of bytes with {dimensions} dimensions.',
  idxPair: '{file} has no partner: images and labels of a split come in two files.',
  idxCount: '{file} has {found} labels for {expected} images.',
  idxSizes: '{file} and {other} hold images of different sizes.',
  nothing:
    'There is no record file (.bin), no IDX file and no image in a class folder among the {count} files.',
  noTrain: 'There are no training images: {file} is all there is.',
  noClassFolder: '{file} is in no class folder: sort the images in one folder for each class.',
  oneClass: 'All images are in the one folder "{name}"; at least two classes are needed.',
  manyClasses: 'There are {found} class folders; at most {limit} are possible.',
  image: '{file} could not be read as an image: {reason}.',
  noDecoder: '{file} cannot be decoded here: there is no image decoder.',
} as const;

export type DataErrorCode = keyof typeof dataErrorText;
export type DataErrorValues = Readonly<Record<string, string | number>>;

/** A file of data that cannot be used. `file` and `offset` (bytes) say where, when there is a where. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: DataErrorCode;
  readonly values: DataErrorValues;

  constructor(code: DataErrorCode, values: DataErrorValues, options?: ErrorOptions) {
    super(fill(dataErrorText[code], values), options);
    this.code = code;
    this.values = values;
  }

  get file(): string | undefined {
    const file = this.values.file;
    return file === undefined ? undefined : String(file);
  }

  get offset(): number | undefined {
    const offset = this.values.offset;
    return typeof offset === 'number' ? offset : undefined;
  }
}

const fill = (text: string, values: DataErrorValues): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** What an unknown thrown value says, without a closing full stop: for `{reason}`. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
