// A file that a person gave: dropped on the page, chosen in a dialog, or read from disk by a tool.

export interface UserFile {
  /** Path as the person sees it, with `/` between folders: "photos/cat/1.png". */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer> | Blob;
}

export const sizeOf = ({ bytes }: UserFile): number => (bytes instanceof Blob ? bytes.size : bytes.length);

/** The file as a Blob; bytes in memory are copied. */
export const blobOf = ({ bytes }: UserFile): Blob => (bytes instanceof Blob ? bytes : new Blob([bytes]));

/** The first `length` bytes, or fewer in a shorter file. */
export async function headOf({ bytes }: UserFile, length: number): Promise<Uint8Array> {
  if (!(bytes instanceof Blob)) return bytes.subarray(0, length);
  return new Uint8Array(await bytes.slice(0, length).arrayBuffer());
}

/** The file as a stream of chunks. */
export function streamOf({ bytes }: UserFile): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (bytes instanceof Blob) return bytes.stream();
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Orders paths as people do: data_batch_2 before data_batch_10. */
export const comparePaths = new Intl.Collator('en', { numeric: true }).compare;
