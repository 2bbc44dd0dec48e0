// The panels beside the network, in the order in which they stand on the page. The shell gives each one a
// <section class="panel ID" aria-labelledby="ID-title">; a panel renders what is in it, from its
// <div class="ph"><h2 id="ID-title"> down, and reads the stores for everything it shows. They are fetched while the
// network is drawn, so that the page does not wait for them.
import type { ComponentType } from 'react';
import { later } from '../shell/later.tsx';

export type PanelId = 'run' | 'inside' | 'ledger' | 'predictions';

export interface Panel {
  id: PanelId;
  Component: ComponentType;
}

export const panels: readonly Panel[] = [
  { id: 'run', Component: later(() => import('./run/RunPanel.tsx')) },
  { id: 'inside', Component: later(() => import('./inside/InsidePanel.tsx')) },
  { id: 'ledger', Component: later(() => import('./ledger/LedgerPanel.tsx')) },
  { id: 'predictions', Component: later(() => import('./predictions/PredictionsPanel.tsx')) },
];
