// Downloads, through npm's own client.
import pacote, { type Options } from 'pacote';
import { npmOptions } from './npmOptions.ts';
import { progressBar } from './progress.ts';

/**
 * The bytes of a package or of an address, through npm's own client: its proxy, certificates, cache and
 * retries apply. `total` is what the progress bar expects.
 */
export async function download(
  spec: string,
  total = 0,
  more: Options = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const retry = { retries: 1, minTimeout: 1000 };
  const options = { ...(await npmOptions()), preferOffline: true, retry, ...more };
  const onProgress = progressBar('download');
  const collect = async (stream: AsyncIterable<unknown>) => {
    // After a failure the client may call this again: each call starts anew.
    const chunks: Uint8Array[] = [];
    let done = 0;
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new Error('the server sent no bytes');
      chunks.push(chunk);
      done += chunk.length;
      onProgress(done, total);
    }
    return new Uint8Array(Buffer.concat(chunks));
  };
  return pacote.tarball.stream(spec, collect, options);
}
