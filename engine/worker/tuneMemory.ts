// Where a browser keeps which way of computing was the fastest on a device: in IndexedDB, so that a later
// visit need not time again.
import { get, set } from 'idb-keyval';
import type { Choices, TuneMemory } from '../backends/webgpu/tune.ts';

/** To be counted up when the ways themselves change: older choices are then not looked at. */
const version = 1;
const keyOf = (device: string): string => `fastest ways ${version}, ${device}`;

export const tuneMemory: TuneMemory = {
  read: (device) => get<Choices>(keyOf(device)),
  write: (device, choices) => set(keyOf(device), choices),
};
