// A trained localiser and a trained classifier, read from saved runs and measured together in Node.
import type { Backend } from '../../engine/backends/backend.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import { decodeRun, type SavedRun } from '../../engine/formats/savedRun.ts';
import { evaluatePair, type PairEvaluation } from '../../engine/train/pair.ts';
import { Run } from '../../engine/train/run.ts';
import { loadDatasetFromDisk } from '../nodeDataset.ts';
import { UsageError } from './options.ts';
import { readInput } from './session.ts';

export const PAIR_USAGE = `npm run pair -- LOCALISER CLASSIFIER

Measures two saved runs together on the whole test split: the first says in which cell of a canvas an
image lies, the second says of the part of the canvas around that cell which class it is.`;

/** Reads both files; throws UsageError, EngineError. */
export async function measurePair(files: readonly string[], backend: Backend): Promise<PairEvaluation> {
  if (files.length !== 2) throw new UsageError('Give two saved runs: the localiser, then the classifier.');
  const saved: SavedRun[] = [];
  for (const file of files) saved.push(decodeRun(await readInput(file)));
  const [first, second] = saved.map((one) => one.dataset);
  if (first !== second)
    throw new UsageError(`The localiser was trained on ${first}, the classifier on ${second}.`);
  const dataset = await loadDatasetFromDisk(first);
  const [localiser, classifier] = await Promise.all(saved.map((one) => opened(one, dataset, backend)));
  return evaluatePair(localiser, classifier);
}

const opened = ({ network, training, snapshot }: SavedRun, dataset: Dataset, backend: Backend) =>
  Run.create({ backend, network, training, dataset, seed: snapshot.seed, from: snapshot });
