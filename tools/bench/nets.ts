// The nets that trainers are compared on, and what a training step of them costs. M1 is the net of the
// ConvNetJS demo, M2 is Caffe's cifar10_quick, M3 a small VGG; the others vary one thing of M1 or of a stack.
import type { ConvAttributes } from '../../engine/ops/convGeometry.ts';
import { type OpName, ops } from '../../engine/ops/index.ts';
import { analyse } from '../../engine/plan/analyse.ts';
import { buildPlan } from '../../engine/plan/build.ts';
import type { OpCall } from '../../engine/plan/plan.ts';
import { type NetworkDocument, parseDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { parseTraining, type TrainingDocument } from '../../engine/spec/training.ts';

export const classes = 10;

/** SGD with momentum, nothing random, no decay: what every contestant can do. */
export const trainingOf = (batch: number): TrainingDocument =>
  parseTraining({
    optimiser: 'sgd',
    learningRate: 0.005,
    momentum: 0.9,
    l2: 0,
    mirror: 'off',
    shift: 0,
    batch,
  });

const relu = { type: 'relu' };
const conv = (filters: number, kernel: number) => ({
  type: 'conv',
  filters,
  kernel,
  padding: (kernel - 1) / 2,
});
const halve = { type: 'pool', kernel: 2, stride: 2 };
const overlapping = (kind: 'max' | 'average') => ({
  type: 'pool',
  kind,
  kernel: 3,
  stride: 2,
  rounding: 'ceil',
});

const network = (name: string, layers: readonly unknown[]): NetworkDocument =>
  parseDocument({ version: 1, name, input: { height: 32, width: 32, channels: 3 }, layers });

export type NetId = 'M1' | 'M2' | 'M3';

export const nets: Readonly<Record<NetId, NetworkDocument>> = {
  M1: presetOf('convnetjs-cifar10').network,
  M2: network('cifar10_quick', [
    ...[conv(32, 5), overlapping('max'), relu],
    ...[conv(32, 5), relu, overlapping('average')],
    ...[conv(64, 5), relu, overlapping('average')],
    ...[
      { type: 'fc', units: 64 },
      { type: 'fc', units: classes },
    ],
  ]),
  M3: presetOf('small-vgg').network,
};

/** Twice the work of M3, and filters over images of 2 by 2: whether speed keeps up with size. */
export const vgg16 = presetOf('cifar-vgg16').network;

/** M1 with `factor` times its filters. */
export const widened = (factor: number): NetworkDocument =>
  network(`M1, filters × ${factor}`, [
    ...[16, 20, 20].flatMap((filters) => [conv(factor * filters, 5), relu, halve]),
    { type: 'fc', units: classes },
  ]);

/** A stack of `depth` convolutions of 32 filters over 16×16 pixels. */
export const deepened = (depth: number): NetworkDocument =>
  network(`${depth} × conv 3×3 32`, [
    ...[conv(32, 3), relu, halve],
    ...Array.from({ length: depth }, () => [conv(32, 3), relu]).flat(),
    { type: 'fc', units: classes },
  ]);

const convolutions: readonly OpName[] = ['convForward', 'convBackwardInput', 'convBackwardWeight'];

/** The convolutions of one training step, fully connected layers among them. */
export function convolutionCalls(document: NetworkDocument, batch: number): OpCall[] {
  const plan = buildPlan(analyse(document, classes), {
    purpose: 'train',
    training: trainingOf(batch),
    data: { train: batch, test: 1 },
  });
  return plan.programs.train!.filter(({ op }) => convolutions.includes(op));
}

/** Floating-point operations for each image trained: all three passes, without the gradient of the images. */
export const flopsPerImage = (document: NetworkDocument): number =>
  convolutionCalls(document, 1).reduce(
    (sum, { op, attributes }) => sum + ops[op].flops(attributes as ConvAttributes),
    0,
  );
