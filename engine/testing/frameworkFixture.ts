// What an independent framework computed for one net (see tools/fixtures/make_fixtures.py): weights,
// batches, outputs, gradients, losses and final weights, in the engine's layouts. For tests of any backend.
import { readFileSync } from 'node:fs';
import { decodeSafetensors, type NamedTensor } from '../formats/safetensors.ts';
import { type NetworkDocument, parseDocument } from '../spec/document.ts';
import { parseTraining, type TrainingDocument } from '../spec/training.ts';

export interface FrameworkRun {
  name: string;
  training: TrainingDocument;
  /** Loss of each step before its update. */
  losses: readonly number[];
}

export interface FrameworkFixture {
  framework: string;
  document: NetworkDocument;
  classes: number;
  batch: number;
  /** Loss of the first batch at the initial weights. */
  batchLoss: number;
  runs: readonly FrameworkRun[];
  /** [input, kernel, stride, padding, size rounded down, size rounded up] of a pool, null where refused. */
  poolSizes: readonly (readonly [number, number, number, number, number | null, number | null])[];
  /**
   * "initial/conv1.weight"; "batch/conv1.weight.gradient" of the first batch; "single/relu1.output",
   * "single/relu1.output.gradient" and "single/conv1.weight.gradient" of its first image alone;
   * "sgd/conv1.weight" after the last step of the run "sgd".
   */
  tensors: ReadonlyMap<string, NamedTensor>;
  /** Images [batch, height, width, channels] of a step, and their labels. */
  batchAt(step: number): { images: Float32Array; labels: Uint32Array };
}

export function loadFrameworkFixture(): FrameworkFixture {
  const file = readFileSync(new URL('./fixtures/framework.safetensors', import.meta.url));
  const { tensors, metadata } = decodeSafetensors(file);
  const losses: Record<string, number[]> = JSON.parse(metadata.losses);
  const runs: Record<string, object> = JSON.parse(metadata.runs);
  const images = tensors.get('images')!;
  const labels = tensors.get('labels')!.data;
  const [steps, batch] = images.shape;
  const values = images.data.length / steps;
  return {
    framework: metadata.framework,
    document: parseDocument(metadata.document),
    classes: tensors.get('initial/fc2.bias')!.shape[0],
    batch,
    batchLoss: losses.batch[0],
    runs: Object.entries(runs).map(([name, settings]) => ({
      name,
      training: parseTraining({ ...settings, batch }),
      losses: losses[name],
    })),
    poolSizes: JSON.parse(metadata.poolSizes),
    tensors,
    batchAt: (step) => ({
      images: images.data.subarray(step * values, (step + 1) * values),
      labels: Uint32Array.from(labels.subarray(step * batch, (step + 1) * batch)),
    }),
  };
}
