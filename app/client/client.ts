// The engine as the page sees it: requests that resolve with their reply, events to listen to. One worker
// lives behind it; nothing here knows what a request means.
import type { Event, Failure, FromWorker, Requests, RequestType } from '../../engine/worker/protocol.ts';

/** A failed request: a message for people, and the code by which the page translates it. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

type Listener<T extends Event['type']> = (event: Extract<Event, { type: T }>) => void;

export interface EngineClient {
  request<T extends RequestType>(type: T, payload: Requests[T][0]): Promise<Requests[T][1]>;
  /** Calls `listener` for every event of a type; returns a function that stops it. */
  on<T extends Event['type']>(type: T, listener: Listener<T>): () => void;
}

/** Anything that speaks the protocol: a Worker, or a stand-in in a test. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: FromWorker }) => void): void;
}

export function createClient(port: Port): EngineClient {
  let nextId = 1;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(event: Event) => void>>();

  port.addEventListener('message', ({ data }) => {
    if (data.type !== 'reply') {
      for (const listener of listeners.get(data.type) ?? []) listener(data);
      return;
    }
    const request = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) request?.resolve(data.value);
    else request?.reject(new RequestError(data.failure));
  });

  return {
    request: (type, payload) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        port.postMessage({ id, type, payload });
      }),
    on(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set.add(listener as (event: Event) => void));
      return () => set.delete(listener as (event: Event) => void);
    },
  };
}
