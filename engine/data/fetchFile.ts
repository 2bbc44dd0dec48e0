// Fetches the files of a data set as streams. Many servers answer a missing file with a page (a
// single-page application's fallback); here that counts as missing, never as data.
import { DataError, reasonOf } from './dataError.ts';

/** The part of the Fetch API that is used, so that tests and tools can bring their own. */
export type Fetch = (
  url: string,
  init?: { method?: string; signal?: AbortSignal; cache?: RequestCache },
) => Promise<Response>;

export interface Source {
  /** Address of the folder with manifest.json, ending in a slash. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly signal?: AbortSignal;
}

const isPage = (response: Response): boolean =>
  (response.headers.get('content-type') ?? '').startsWith('text/html');

/** Whether a file is served. Throws only what an abort throws. */
export async function isServed(name: string, { baseUrl, fetch, signal }: Source): Promise<boolean> {
  try {
    const response = await fetch(baseUrl + name, { method: 'HEAD', ...(signal && { signal }) });
    return response.ok && !isPage(response);
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

/** The answer to a request for a file. Throws DataError (`missing`, `http`, `network`). */
export async function fetchFile(
  name: string,
  { baseUrl, fetch, signal }: Source,
  cache: RequestCache = 'default',
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(baseUrl + name, { cache, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new DataError('network', { file: name, reason: reasonOf(error) }, { cause: error });
  }
  if (response.status === 404 || isPage(response)) throw new DataError('missing', { file: name });
  if (!response.ok) throw new DataError('http', { file: name, status: response.status });
  return response;
}

/**
 * Hands the bytes of a file to `take` as they arrive. Throws DataError (`missing`, `http`, `network`)
 * and whatever `take` throws, and then stops the transfer.
 */
export async function streamFile(
  name: string,
  source: Source,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  const { body } = await fetchFile(name, source);
  if (!body) return;
  const reader = body.getReader();
  let offset = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      source.signal?.throwIfAborted();
      throw new DataError('network', { file: name, offset, reason: reasonOf(error) }, { cause: error });
    });
    if (done) return;
    try {
      take(value);
    } catch (error) {
      await reader.cancel(error).catch(() => undefined);
      throw error;
    }
    offset += value.length;
  }
}
