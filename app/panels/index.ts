// The panels beside the network, in the order in which they stand on the page. The shell gives each one a
// <section class="panel ID" aria-labelledby="ID-title">; a panel renders what is in it, from its
// <div class="ph"><h2 id="ID-title"> down, and reads the stores for everything it shows.
import type { ComponentType } from 'react';
import { InsidePanel } from './inside/InsidePanel.tsx';
import { LedgerPanel } from './ledger/LedgerPanel.tsx';
import { PredictionsPanel } from './predictions/PredictionsPanel.tsx';
import { RunPanel } from './run/RunPanel.tsx';

export type PanelId = 'run' | 'inside' | 'ledger' | 'predictions';

export interface Panel {
  id: PanelId;
  Component: ComponentType;
}

export const panels: readonly Panel[] = [
  { id: 'run', Component: RunPanel },
  { id: 'inside', Component: InsidePanel },
  { id: 'ledger', Component: LedgerPanel },
  { id: 'predictions', Component: PredictionsPanel },
];
