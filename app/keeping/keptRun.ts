// The run that this browser keeps, so that what was learned survives a reload: one, the last that was kept.
// What it is of stands beside it, so that its file need not be read to know.
import { get, setMany } from 'idb-keyval';
import type { Playground } from '../store/context.tsx';
import { packNetwork } from '../store/link.ts';
import type { RunStoreState } from '../store/run.ts';

export interface KeptRun {
  /** Names net, data set and seed; the same in the next visit to the same link. */
  id: string;
  step: number;
  bytes: number;
}

const keys = { about: 'kept run', file: 'file of the kept run' };

export const idOf = ({ running, datasetId, status }: RunStoreState): string =>
  JSON.stringify([datasetId, status.seed, packNetwork(running)]);

/** Keeps the run as it is now, in the place of the one before; rejects where the browser has no room. */
export async function keepRun({ client, run }: Playground): Promise<KeptRun> {
  const id = idOf(run.getState());
  const { file, step } = await client.request('save', {});
  const kept = { id, step, bytes: file.length };
  await setMany([
    [keys.about, kept],
    [keys.file, file],
  ]);
  return kept;
}

export const keptRun = (): Promise<KeptRun | undefined> => get<KeptRun>(keys.about);

/** Goes on from the run that is kept. */
export async function continueRun({ actions }: Playground): Promise<void> {
  const file = await get<Uint8Array>(keys.file);
  if (file) await actions.load(file);
}
