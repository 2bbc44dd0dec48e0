// Draws the pictures of the cells that are on the screen from one frame. React has placed the canvases.
import { significant } from '../../draw/format.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { barPixels, rgbPixels, slicePixels } from '../../draw/pixels.ts';
import { mapSlice, type Slice, strongest } from '../../draw/slices.ts';
import type { Theme } from '../../draw/theme.ts';
import type { Frame } from './frame.ts';

/** Which input plane of each filter is shown: one for all, or for each the one with the largest weights. */
export type ChosenInput = number | 'strongest';

const planesOf = (frame: Frame, cell: number): Slice[] => {
  const { inputs, slice } = frame.view.filters!;
  return Array.from({ length: inputs }, (_, input) => slice(cell, input));
};

function drawFilter(
  canvas: HTMLCanvasElement,
  frame: Frame,
  cell: number,
  input: ChosenInput,
  theme: Theme,
): number {
  const { tensor, scale } = frame.filters!;
  const planes = planesOf(frame, cell);
  if (frame.view.filters!.kind === 'rgb') {
    paintPixels(canvas, rgbPixels(tensor.data, planes, scale));
    return -1;
  }
  const chosen = input === 'strongest' ? strongest(tensor.data, planes) : Math.min(input, planes.length - 1);
  paintPixels(canvas, slicePixels(tensor.data, planes[chosen], theme.maps.signed, scale, 'signed'));
  return chosen;
}

function drawMap(element: HTMLElement, frame: Frame, cell: number, theme: Theme): void {
  const { tensor, scale } = frame.maps!;
  const { shape, direction } = frame.view.maps!;
  const table = direction === 'signed' ? theme.maps.signed : theme.maps.oneWay;
  const canvas = element.querySelector('canvas')!;
  if (shape.height * shape.width > 1) {
    const slice = mapSlice([shape.height, shape.width, shape.channels], cell);
    paintPixels(canvas, slicePixels(tensor.data, slice, table, scale, direction));
    return;
  }
  const value = tensor.data[cell];
  paintPixels(canvas, barPixels(value, table, scale, direction));
  element.querySelector('span')!.textContent = significant(value);
}

/** Draws every cell in `root`; `frame` must be of the view that the cells were made for. */
export function drawCells(root: HTMLElement, frame: Frame, input: ChosenInput, theme: Theme): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-cell]')) {
    const cell = Number(element.dataset.cell);
    const filter = element.querySelector<HTMLCanvasElement>('.f canvas');
    const map = element.querySelector<HTMLElement>('.m');
    if (filter && frame.filters) {
      const plane = drawFilter(filter, frame, cell, input, theme);
      const from = element.querySelector<HTMLElement>('[data-from]');
      if (from) from.textContent = plane < 0 ? '' : `${from.dataset.from} ${plane + 1}`;
    }
    if (map && frame.maps) drawMap(map, frame, cell, theme);
  }
}

/** Takes everything off the cells, so that no picture of another layer stays under a new name. */
export function blankCells(root: HTMLElement): void {
  for (const canvas of root.querySelectorAll('canvas')) canvas.width = canvas.height = 1;
  for (const text of root.querySelectorAll('.bar-value span, [data-from]')) text.textContent = '';
}
