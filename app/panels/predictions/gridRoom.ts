// How many images the grid shows at once.
import type { ViewState } from '../../store/view.ts';

export interface Grid {
  columns: number;
  rows: number;
}

/** Least width of one image with its guesses, its height, and the gap between two, by the size of the page. */
const items = {
  normal: { width: 150, height: 68, gap: 20 },
  projector: { width: 195, height: 100, gap: 26 },
};

/** Whole rows and columns that fit. Where the page scrolls the height is Infinity. */
export function gridFor(width: number, height: number, size: ViewState['size']): Grid {
  const item = items[size];
  const columns = Math.max(1, Math.min(6, Math.floor((width + item.gap) / (item.width + item.gap))));
  const fitting = Math.floor(height / item.height);
  return { columns, rows: Math.max(1, Math.min(fitting, Math.floor(24 / columns))) };
}

/**
 * Where a page begins: the images looked at are a multiple of the page's size, so that the first image stays
 * in view when the size changes.
 */
export const pageStart = (from: number, size: number): number => Math.floor(from / size) * size;
