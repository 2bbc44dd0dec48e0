// How many images the grid shows at once.

export interface Grid {
  columns: number;
  rows: number;
}

/** Least width of one image with its guesses, its height, and the gap between two, at the usual size of type. */
const item = { width: 150, height: 68, gap: 20 };

/** Whole rows and columns that fit; `scale` is that of the type. Where the page scrolls the height is Infinity. */
export function gridFor(width: number, height: number, scale: number): Grid {
  const columns = Math.max(1, Math.min(6, Math.floor((width / scale + item.gap) / (item.width + item.gap))));
  const fitting = Math.floor(height / (item.height * scale));
  return { columns, rows: Math.max(1, Math.min(fitting, Math.floor(24 / columns))) };
}

/**
 * Where a page begins: the images looked at are a multiple of the page's size, so that the first image stays
 * in view when the size changes.
 */
export const pageStart = (from: number, size: number): number => Math.floor(from / size) * size;
