// A saved run: one safetensors file with weights and optimiser state, and in its metadata the documents
// and counters that resume it exactly.
import { compactDocument, type NetworkDocument, parseDocument } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import { noPlateau } from '../spec/schedule.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';
import type { Snapshot } from '../train/snapshot.ts';
import { z } from '../zod.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

export interface SavedRun {
  network: NetworkDocument;
  training: TrainingDocument;
  /** Id of the data set trained on. */
  dataset: string;
  snapshot: Snapshot;
}

const metadataKey = 'convnet-playground';

const counter = z.int().check(z.nonnegative());
const schema = z.object({
  version: z.literal(1),
  network: z.unknown(),
  training: z.unknown(),
  dataset: z.string(),
  seed: counter,
  step: counter,
  position: counter,
  order: z.object({
    start: counter,
    epoch: counter,
    count: z.int().check(z.positive()),
    passes: z.number().check(z.nonnegative()),
  }),
  /** Absent from files of before schedules. */
  plateau: z._default(z.object({ factor: z.number(), best: z.number(), waited: counter }), noPlateau),
  optimiserSince: counter,
});

export function encodeRun({ network, training, dataset, snapshot }: SavedRun): Uint8Array<ArrayBuffer> {
  const { seed, step, position, order, plateau, optimiser, tensors } = snapshot;
  const documents = {
    version: 1,
    network: compactDocument(network),
    training,
    dataset,
    seed,
    step,
    position,
    order,
    plateau,
    optimiserSince: optimiser.since,
  };
  return encodeSafetensors(tensors, { [metadataKey]: JSON.stringify(documents) });
}

/** Reads a saved run; throws EngineError where the file is not one. */
export function decodeRun(file: Uint8Array): SavedRun {
  const { tensors, metadata } = decodeSafetensors(file);
  const text = metadata[metadataKey];
  if (text === undefined)
    throw new EngineError('file.notPlayground', { reason: `its metadata have no entry "${metadataKey}"` });
  const documents = schema.safeParse(parseJson(text));
  if (!documents.success) {
    const [issue] = documents.error.issues;
    throw new EngineError('file.notPlayground', { reason: `${issue.path.join('.')}: ${issue.message}` });
  }
  const { network, dataset, seed, step, position, order, plateau, optimiserSince } = documents.data;
  const training = parseTraining(documents.data.training);
  const optimiser = { name: training.optimiser, since: optimiserSince };
  return {
    network: parseDocument(network),
    training,
    dataset,
    snapshot: { seed, step, position, order, plateau, optimiser, tensors },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError('file.notPlayground', { reason: (error as Error).message });
  }
}
