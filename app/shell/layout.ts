// Which of the three layouts the page has. Borders move with the size of type, so it is decided here once
// and written on the root element, where style sheets read it: [data-layout="wide | middle | narrow"].
import { useSyncExternalStore } from 'react';
import type { ViewState } from '../store/view.ts';

export type Layout = 'wide' | 'middle' | 'narrow';

/** Least widths in pixels for three columns and for two. */
const borders: Record<ViewState['size'], { wide: number; middle: number }> = {
  normal: { wide: 1280, middle: 720 },
  projector: { wide: 1600, middle: 960 },
};

export const layoutFor = (width: number, size: ViewState['size']): Layout =>
  width >= borders[size].wide ? 'wide' : width >= borders[size].middle ? 'middle' : 'narrow';

const subscribe = (changed: () => void) => {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
};

/** The layout now; re-renders only when it changes. */
export const useLayout = (size: ViewState['size']): Layout =>
  useSyncExternalStore(subscribe, () => layoutFor(window.innerWidth, size));
