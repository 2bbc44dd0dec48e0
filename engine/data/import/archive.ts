// Unpacks a tar archive, gzipped or not, into the files that are wanted. The archive is streamed through
// the platform's own gzip decoder and modern-tar (no dependencies, Web Streams, strict about checksums
// and truncation), so that only wanted files are ever held whole.
import { unpackTar } from 'modern-tar';
import { DataError, reasonOf } from '../dataError.ts';
import { headOf, sizeOf, streamOf, type UserFile } from './userFile.ts';

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Whether a file is to be read as an archive, by its name or its first bytes. */
export async function isArchive(file: UserFile): Promise<boolean> {
  return /\.(tar|tgz|tar\.gz|gz)$/i.test(file.path) || isGzip(await headOf(file, 2));
}

/** Counts the bytes that went through, to say where an archive broke. */
function counter(onBytes: (bytes: number) => void) {
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onBytes(chunk.length);
      controller.enqueue(chunk);
    },
  });
}

/**
 * The files of an archive for whose path `wanted` is true. Throws DataError (`empty`, `notArchive`,
 * `truncatedArchive`, `corruptArchive`) with the offset in the archive file.
 */
export async function unpackArchive(
  file: UserFile,
  wanted: (path: string) => boolean,
  onProgress?: (done: number, total: number) => void,
): Promise<UserFile[]> {
  const total = sizeOf(file);
  if (total === 0) throw new DataError('empty', { file: file.path, offset: 0 });
  let offset = 0;
  let entries = 0;
  const counted = streamOf(file).pipeThrough(
    counter((bytes) => {
      offset += bytes;
      onProgress?.(offset, total);
    }),
  );
  const gzip = isGzip(await headOf(file, 2));
  const plain = gzip ? counted.pipeThrough(new DecompressionStream('gzip')) : counted;
  const filter = ({ name, type }: { name: string; type?: string }) => {
    entries++;
    return (type ?? 'file') === 'file' && wanted(name);
  };
  try {
    const found = await unpackTar(plain, { strict: true, filter });
    if (entries === 0) throw new Error('no entries');
    return found.map(({ header, data }) => ({ path: header.name, bytes: data ?? new Uint8Array() }));
  } catch (error) {
    throw brokenArchive(error, { file: file.path, offset: Math.min(offset, total), gzip, entries });
  }
}

/** What a failure of the decoders means for the person who gave the archive. */
function brokenArchive(
  error: unknown,
  { file, offset, gzip, entries }: { file: string; offset: number; gzip: boolean; entries: number },
): DataError {
  const reason = reasonOf(error);
  const options = { cause: error };
  // Each browser's gzip decoder says it in its own words. A text shorter than a header is no archive.
  const cutShort = /truncated|unexpected end|without reaching/i.test(reason);
  const begun = entries > 0 || (gzip && !reason.startsWith('Tar'));
  if (cutShort && begun) return new DataError('truncatedArchive', { file, offset }, options);
  if (entries === 0) return new DataError('notArchive', { file, offset: 0 }, options);
  return new DataError('corruptArchive', { file, offset, reason }, options);
}
