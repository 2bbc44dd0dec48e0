// How components reach the stores and the engine: one context, made once in main.tsx, and hooks that
// re-render a component only when what it selects changes.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../engine/worker/protocol.ts';
import type { EngineClient } from '../client/client.ts';
import type { RunHistory } from '../client/history.ts';
import type { RateHistory } from '../client/rates.ts';
import type { Actions } from './actions.ts';
import type { EditorState, EditorStore } from './editor.ts';
import type { NoticeAction, NoticeStore } from './notices.ts';
import type { RunStore, RunStoreState } from './run.ts';
import type { ViewState, ViewStore } from './view.ts';

export interface Playground {
  client: EngineClient;
  history: RunHistory;
  rates: RateHistory;
  editor: EditorStore;
  run: RunStore;
  view: ViewStore;
  notices: NoticeStore;
  actions: Actions;
  /** Runs an action for a control: what it throws is shown as a notice, with what can be done about it. */
  act(
    action: (actions: Actions) => Promise<unknown>,
    remedy?: (failure: Failure) => NoticeAction | undefined,
  ): void;
}

const PlaygroundContext = createContext<Playground | null>(null);
export const PlaygroundProvider = PlaygroundContext.Provider;

export function usePlayground(): Playground {
  const playground = useContext(PlaygroundContext);
  if (!playground) throw new Error('the page has no PlaygroundProvider');
  return playground;
}

export const useEditor = <T,>(select: (state: EditorState) => T): T =>
  useStore(usePlayground().editor, select);
export const useRun = <T,>(select: (state: RunStoreState) => T): T => useStore(usePlayground().run, select);
export const useView = <T,>(select: (state: ViewState) => T): T => useStore(usePlayground().view, select);
