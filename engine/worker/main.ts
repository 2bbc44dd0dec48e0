// The worker's entry: hands each request to the engine and sends back exactly one reply.
import { workerHelpers } from '../backends/wasm/threads/workerHelpers.ts';
import { decodeImage } from '../data/import/decodeImage.ts';
import { Engine } from './engine.ts';
import { failureOf } from './failure.ts';
import type { FromWorker, Request, Requests, RequestType } from './protocol.ts';
import { tuneMemory } from './tuneMemory.ts';

const post = (message: FromWorker): void => postMessage(message);

/** Ends the present task; messages that have arrived are handled before it goes on. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
const giveWay = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });

const engine = new Engine(
  {
    fetch: (url, init) => fetch(url, init),
    decodeImage,
    gpu: navigator.gpu,
    tuneMemory,
    giveWay,
    helpers: workerHelpers(),
  },
  post,
);

addEventListener('message', async ({ data: { id, type, payload } }: MessageEvent<Request>) => {
  const handle = engine[type] as (payload: unknown) => Promise<Requests[RequestType][1]>;
  try {
    post({ type: 'reply', id, ok: true, value: await handle.call(engine, payload) });
  } catch (error) {
    post({ type: 'reply', id, ok: false, failure: failureOf(error) });
  }
});
