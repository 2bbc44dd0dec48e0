// How the page is looked at: nothing here changes the net or the run.
import { createStore } from 'zustand/vanilla';

export type Tab = 'network' | 'run' | 'inside' | 'ledger' | 'predictions';
export type InsideMode = 'values' | 'relu' | 'gradients';

export interface ViewState {
  theme: 'light' | 'dark';
  language: 'en' | 'zh-CN';
  size: 'normal' | 'projector';
  /** The panel shown on a phone; at middle width "inside", "ledger" or "predictions" below the run. */
  tab: Tab;
  /** Exponential smoothing of the training curves, 0 (none) to 0.999. */
  smoothing: number;
  logScale: boolean;
  /** Whether a table stands in the place of the charts. */
  table: boolean;
  /** The step at which both charts are read, or null for the last one. */
  cursor: number | null;
  inside: InsideMode;
  /** Index of the test image looked at. */
  example: number;
  /** Filter or map that is picked out, from 0. */
  channel: number;
  predictions: 'all' | 'wrong';
  ledgerBars: 'memory' | 'parameters' | 'macs';
}

export const createViewStore = (initial: Partial<ViewState> = {}) =>
  createStore<ViewState>(() => ({
    theme: 'light',
    language: 'en',
    size: 'normal',
    tab: 'network',
    smoothing: 0.985,
    logScale: false,
    table: false,
    cursor: null,
    inside: 'values',
    example: 67,
    channel: 6,
    predictions: 'all',
    ledgerBars: 'memory',
    ...initial,
  }));

export type ViewStore = ReturnType<typeof createViewStore>;
