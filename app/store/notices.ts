// One-sentence notices under the header: what was refused and why, what was lost and recovered. They hold
// keys and values, not sentences, so that they change with the language.

import { createStore } from 'zustand/vanilla';
import type { MessageValues } from '../../engine/spec/messages.ts';
import { EngineError } from '../../engine/spec/messages.ts';
import type { Failure } from '../../engine/worker/protocol.ts';
import { RequestError } from '../client/client.ts';
import type { LinkProblem } from './link.ts';

/**
 * What a notice says: a text of the shell's catalogue, a mistake with its own code and the data set that is used
 * because of it, or a link's mistakes.
 */
export type NoticeText =
  | { key: string; values?: MessageValues }
  | { failure: Failure; dataset?: string }
  | { problems: readonly LinkProblem[] };

/** What can be done about it: the text of the button, and what it does. */
export interface NoticeAction {
  key: string;
  run(): void;
}

export interface Notice {
  id: number;
  kind: 'information' | 'error';
  text: NoticeText;
  action?: NoticeAction;
}

/** Most notices shown at once; older ones go. */
const limit = 3;

export const createNoticeStore = () => createStore<{ notices: readonly Notice[] }>(() => ({ notices: [] }));
export type NoticeStore = ReturnType<typeof createNoticeStore>;

let nextId = 1;

/** Returns the id of the notice. */
export function notify(
  store: NoticeStore,
  kind: Notice['kind'],
  text: NoticeText,
  action?: NoticeAction,
): number {
  const id = nextId++;
  const same = JSON.stringify(text);
  store.setState(({ notices }) => ({
    notices: [
      ...notices.filter((one) => JSON.stringify(one.text) !== same),
      { id, kind, text, action },
    ].slice(-limit),
  }));
  return id;
}

export const dismiss = (store: NoticeStore, id: number): void =>
  store.setState(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) }));

/** Any thrown value as data that can be translated. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestError) return error.failure;
  if (error instanceof EngineError) return { message: error.message, code: error.code, values: error.values };
  return { message: error instanceof Error ? error.message : String(error), code: null, values: {} };
}
