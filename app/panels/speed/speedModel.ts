// Where the time of a step goes, as the panel shows it: by layer and pass, or call by call. Pure; it never rounds.
import type { CallTiming } from '../../../engine/worker/protocol.ts';

/** Something with a time and a cost: a call, a layer, the whole step. */
export interface Timed {
  milliseconds: number;
  flops: number;
  bytes: number;
}

export interface LayerSpeed extends Timed {
  /** A layer's id; "input" and "update" are rows of their own. */
  id: string;
  forward: number;
  backward: number;
  /** False where all of its calls were joined to a neighbour's. */
  timed: boolean;
}

export function sumOf(list: readonly Timed[]): Timed {
  const sum = { milliseconds: 0, flops: 0, bytes: 0 };
  for (const { milliseconds, flops, bytes } of list) {
    sum.milliseconds += milliseconds;
    sum.flops += flops;
    sum.bytes += bytes;
  }
  return sum;
}

const rowOf = ({ layer, pass }: CallTiming): string => (pass === 'input' || pass === 'update' ? pass : layer);

/** Milliseconds of each layer, in the order of the net; rows add up to the whole step. */
export function layerSpeeds(calls: readonly CallTiming[], layers: readonly string[]): LayerSpeed[] {
  const ids = new Set(['input', ...layers, 'softmax', ...calls.map(rowOf)]);
  ids.delete('update');
  return [...ids, 'update'].map((id) => {
    const own = calls.filter((call) => rowOf(call) === id);
    const spent = (pass: CallTiming['pass']) => sumOf(own.filter((call) => call.pass === pass)).milliseconds;
    return {
      id,
      ...sumOf(own),
      forward: spent('forward'),
      backward: spent('backward'),
      timed: own.length > 0,
    };
  });
}

/** Operations a second, or null for what has no arithmetic or no time. */
export const flopsPerSecond = ({ flops, milliseconds }: Timed): number | null =>
  flops > 0 && milliseconds > 0 ? (1000 * flops) / milliseconds : null;

/** The least traffic with memory that this time can have had, in bytes a second, or null without a time. */
export const bytesPerSecond = ({ bytes, milliseconds }: Timed): number | null =>
  milliseconds > 0 ? (1000 * bytes) / milliseconds : null;

/** Seconds until so many passes are done, or null where that is unknown or behind. */
export function secondsTo(passes: number, done: number, images: number, perSecond: number): number | null {
  const seconds = ((passes - done) * images) / perSecond;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : null;
}
