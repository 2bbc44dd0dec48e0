// Where contestants are measured: a blank page in one Chromium, served with the isolation headers that
// threads need or without them, and workers in it that answer requests.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { createServer, type Plugin } from 'vite';
import { isolation } from '../../app/isolation/headers.ts';
import { launchChromium } from '../launchChromium.ts';
import { peerFolder, peerImports, peerModules } from './peers.ts';
import type { Reply, Request, Requests, RequestType } from './protocol.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const workerAddress = `/@fs${path.join(here, 'worker.ts')}`;

/** Isolated pages may use all cores; alone, a worker has one thread. */
export type Threads = 'all' | 'one';

/** The page itself: nothing in it, its headers decide about threads. */
const blankPage: Plugin = {
  name: 'blank-page',
  configureServer: ({ middlewares }) => {
    for (const threads of ['all', 'one'] as const)
      middlewares.use(`/${threads}`, (_, response) => {
        const headers = threads === 'all' ? isolation : {};
        response.writeHead(200, { ...headers, 'Content-Type': 'text/html' });
        response.end('<!doctype html><title>bench</title>');
      });
  },
};

/** A worker of the page. `ask` rejects with what went wrong there; after a timeout the worker is gone. */
export interface LabWorker {
  ask<T extends RequestType>(
    type: T,
    payload: Requests[T][0],
    limitSeconds?: number,
  ): Promise<Requests[T][1]>;
  stop(): Promise<void>;
}

export interface Lab {
  chromium: string;
  worker(threads: Threads): Promise<LabWorker>;
  close(): Promise<void>;
}

const tooLong = Symbol('too long');

async function createWorker(page: Page): Promise<LabWorker> {
  const worker = await page.evaluateHandle((url) => new Worker(url, { type: 'module' }), workerAddress);
  let asked = 0;
  const stop = () => worker.evaluate((one) => one.terminate());
  return {
    stop,
    async ask(type, payload, limitSeconds = 600) {
      const request: Request = { id: asked++, type, payload };
      const reply = worker.evaluate(
        (one, message) =>
          new Promise<Reply>((resolve) => {
            const { id } = message;
            one.onmessage = ({ data }: MessageEvent<Reply>) => data.id === id && resolve(data);
            one.onerror = ({ message: error }) => resolve({ id, ok: false, error });
            one.postMessage(message);
          }),
        request,
      );
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<typeof tooLong>((resolve) => {
        timer = setTimeout(() => resolve(tooLong), 1000 * limitSeconds);
      });
      const first = await Promise.race([reply, limit]);
      clearTimeout(timer);
      if (first === tooLong) {
        await stop();
        throw new Error(`not done within ${limitSeconds} s`);
      }
      if (!first.ok) throw new Error(first.error);
      return first.value as Requests[typeof type][1];
    },
  };
}

export async function openLab(): Promise<Lab> {
  const server = await createServer({
    configFile: false,
    root: peerFolder,
    logLevel: 'error',
    plugins: [blankPage],
    // The contestants' files lie outside of that folder and find these packages there all the same.
    resolve: { dedupe: [...peerModules] },
    optimizeDeps: { include: [...peerImports], noDiscovery: true },
    server: { host: '127.0.0.1', hmr: false, watch: null, headers: isolation, fs: { allow: [root] } },
  });
  await server.listen();
  const browser = await launchChromium();
  const pages = new Map<Threads, Promise<Page>>();
  const pageOf = (threads: Threads): Promise<Page> => {
    const known = pages.get(threads);
    if (known) return known;
    const opened = browser.newPage().then(async (page) => {
      await page.goto(`${server.resolvedUrls!.local[0]}${threads}`);
      return page;
    });
    pages.set(threads, opened);
    return opened;
  };
  return {
    chromium: browser.version(),
    worker: async (threads) => createWorker(await pageOf(threads)),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
