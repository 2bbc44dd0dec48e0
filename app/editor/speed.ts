// How fast this machine trains, learned from what it did: multiply-accumulates per second by adapter, kept
// between visits, so that a net that has not run yet can be given an estimate. No figure is invented.

import type { RunStatus } from '../../engine/worker/protocol.ts';
import { timeSpan } from '../controls/time.ts';

const key = 'convnet-playground.speed';

/** Forward, input gradient and weight gradient each cost about one forward pass. */
const passes = 3;

function read(): Record<string, number> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return value !== null && typeof value === 'object' ? (value as Record<string, number>) : {};
  } catch {
    return {};
  }
}

const nameOf = ({ backend, adapter }: Pick<RunStatus, 'backend' | 'adapter'>) => `${backend} ${adapter}`;

/** Remembers the speed of a run: milliseconds of one step of `batch` images of a net of `macs` each. */
export function rememberSpeed(status: RunStatus, batch: number, macs: number): void {
  if (!status.millisecondsPerStep || macs === 0) return;
  const perSecond = (passes * macs * batch * 1000) / status.millisecondsPerStep;
  try {
    localStorage.setItem(key, JSON.stringify({ ...read(), [nameOf(status)]: Math.round(perSecond) }));
  } catch {
    // Without storage there is nothing to remember, and the page says that it has not measured.
  }
}

/** Milliseconds that a step would take at the remembered speed, or null where there is none. */
export function estimateStep(
  device: Pick<RunStatus, 'backend' | 'adapter'>,
  batch: number,
  macs: number,
): number | null {
  const perSecond = read()[nameOf(device)];
  return typeof perSecond === 'number' && perSecond > 0 ? (passes * macs * batch * 1000) / perSecond : null;
}

/** The time of a step and of an epoch in words; null stays null. */
export const stepAndEpoch = (step: number | null, images: number, batch: number) => ({
  step: step === null ? null : timeSpan(step),
  epoch: step === null ? null : timeSpan(step * Math.ceil(images / batch)),
});
