// Where one looks: a place on the maps, as a share of their width and height, so that it stays when another
// layer is chosen. The pointer hovers, a click pins, Escape lets go.
import { createStore } from 'zustand/vanilla';
import type { Shape } from '../../../engine/spec/shape.ts';

export interface Place {
  x: number;
  y: number;
}

export interface ProbeState {
  hover: (Place & { cell: number }) | null;
  pinned: Place | null;
}

export const createProbe = () => createStore<ProbeState>(() => ({ hover: null, pinned: null }));
export type Probe = ReturnType<typeof createProbe>;

const middle: Place = { x: 0.5, y: 0.5 };

/** The pixel of a map that is looked at, and the cell it is read from. */
export function pixelOf({ hover, pinned }: ProbeState, { height, width }: Shape, selected: number) {
  const place = hover ?? pinned ?? middle;
  const inside = (share: number, size: number) => Math.max(0, Math.min(size - 1, Math.floor(share * size)));
  return { cell: hover?.cell ?? selected, x: inside(place.x, width), y: inside(place.y, height) };
}

/** The place of the pixel beside another, in its middle. */
export const placeOfPixel = (x: number, y: number, { height, width }: Shape): Place => ({
  x: (Math.max(0, Math.min(width - 1, x)) + 0.5) / width,
  y: (Math.max(0, Math.min(height - 1, y)) + 0.5) / height,
});
