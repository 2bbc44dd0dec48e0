// The engine in this process where a page has a worker, for tests.
import { readFileSync } from 'node:fs';
import { Engine } from '../worker/engine.ts';
import { failureOf } from '../worker/failure.ts';
import type { FromWorker, Request, Requests, RequestType } from '../worker/protocol.ts';

/** A worker without a thread: the same engine, and messages copied as they would be. */
export function enginePort() {
  let deliver = (_: FromWorker) => {};
  const post = (message: FromWorker) => setImmediate(() => deliver(structuredClone(message)));
  const host = {
    fetch: async (url: string) =>
      url.endsWith('/manifest.json')
        ? new Response(readFileSync('public/datasets/manifest.json'))
        : new Response(null, { status: 404 }),
    decodeImage: () => Promise.reject(new Error('no images here')),
    gpu: undefined,
    giveWay: () => new Promise<void>((resolve) => setImmediate(resolve)),
  };
  const engine = new Engine(host, post);
  return {
    addEventListener: (_: 'message', listener: (event: { data: FromWorker }) => void) => {
      deliver = (data) => listener({ data });
    },
    async postMessage(message: unknown) {
      const { id, type, payload } = message as Request;
      const handle = engine[type] as (payload: unknown) => Promise<Requests[RequestType][1]>;
      try {
        post({ type: 'reply', id, ok: true, value: await handle.call(engine, payload) });
      } catch (error) {
        post({ type: 'reply', id, ok: false, failure: failureOf(error) });
      }
    },
  };
}
