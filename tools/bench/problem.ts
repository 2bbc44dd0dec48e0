// What each contestant is given: the net as plain layers, initial weights and batches. It is made from a
// document by the project's own rules, so that all of them, ours included, start and go on alike.
import type { Dataset } from '../../engine/data/dataset.ts';
import { imageBytes } from '../../engine/data/dataset.ts';
import { makeShapes } from '../../engine/data/shapes.ts';
import { orderedExample } from '../../engine/ops/imageWindow.ts';
import { runState, runStateWords } from '../../engine/ops/runState.ts';
import { analyse, type ElementReport } from '../../engine/plan/analyse.ts';
import { buildPlan } from '../../engine/plan/build.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { Shape } from '../../engine/spec/shape.ts';
import { initialValues } from '../../engine/train/initialise.ts';
import { type InputSource, imageReader } from '../../engine/train/inputNumbers.ts';
import { classes, trainingOf } from './nets.ts';

export const seed = 1;
/** A multiple of every batch, so that no batch reaches over the end of a pass. */
const images = 512;
/** Batches that a contestant gets; it takes them again and again. Losses are compared over the first ones. */
const distinctBatches = 4;

interface Sized {
  readonly input: Shape;
  readonly output: Shape;
  /** Whether a ReLU follows. */
  relu: boolean;
}

/** Weights [kernel, kernel, channels in, filters] and a bias; the stride is 1. */
export interface ConvLayer extends Sized {
  readonly type: 'conv';
  readonly id: string;
  readonly filters: number;
  readonly kernel: number;
  readonly padding: number;
}

/** Windows begin at the first pixel, and the last may hang over; what lies outside counts for nothing. */
export interface PoolLayer extends Sized {
  readonly type: 'pool';
  readonly kind: 'max' | 'average';
  readonly kernel: number;
  readonly stride: number;
}

/** Weights [values in the order height, width, channel; units] and a bias. */
export interface FcLayer extends Sized {
  readonly type: 'fc';
  readonly id: string;
  readonly units: number;
}

export type PlainLayer = ConvLayer | PoolLayer | FcLayer;

export interface Batch {
  /** [batch, height, width, channels] */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

export interface Problem {
  readonly network: NetworkDocument;
  readonly batch: number;
  readonly input: Shape;
  readonly layers: readonly PlainLayer[];
  /** "conv1.weight" and "conv1.bias", in the order of the layers. */
  readonly parameters: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;
  readonly batches: readonly Batch[];
  readonly learningRate: number;
  readonly momentum: number;
  readonly dataset: Dataset;
}

/** Rows and columns by which the last windows hang over the edge. */
export const overhang = ({ input, output, kernel, stride }: PoolLayer): [bottom: number, right: number] => [
  (output.height - 1) * stride + kernel - input.height,
  (output.width - 1) * stride + kernel - input.width,
];

/** How many pixels of the image each window holds: [height, width] of the output. */
export function windowSizes({ input, output, kernel, stride }: PoolLayer): Float32Array {
  const inside = (at: number, size: number) => Math.min(at * stride + kernel, size) - at * stride;
  return Float32Array.from({ length: output.height * output.width }, (_, i) => {
    const [y, x] = [Math.floor(i / output.width), i % output.width];
    return inside(y, input.height) * inside(x, input.width);
  });
}

/** A stack without blocks as plain layers; each ReLU becomes part of the layer before it. */
export function plainLayers(reports: readonly ElementReport[]): PlainLayer[] {
  const layers: PlainLayer[] = [];
  for (const { id, type, element, input, output } of reports) {
    if (type === 'relu') layers[layers.length - 1].relu = true;
    else layers.push({ ...element, id, type, input, output, relu: false } as PlainLayer);
  }
  return layers;
}

/** The batches of the first steps of a run, as that run draws them. */
function firstBatches(source: InputSource, batch: number): Batch[] {
  const { info, train } = source.dataset;
  const state = new Uint32Array(runStateWords);
  state[runState.seed] = seed;
  state[runState.trainCount] = train.count;
  return Array.from({ length: distinctBatches }, (_, step) => {
    const examples = Array.from({ length: batch }, (_, row) => orderedExample(state, step * batch + row));
    const read = imageReader(source);
    const decoded = examples.map((example) => read(imageBytes(train, info.shape, example)));
    const values = new Float32Array(batch * decoded[0].length);
    for (const [row, image] of decoded.entries()) values.set(image, row * image.length);
    return { images: values, labels: Uint8Array.from(examples, (example) => train.labels[example]) };
  });
}

export function makeProblem(network: NetworkDocument, batch: number): Problem {
  const training = trainingOf(batch);
  const report = analyse(network, classes);
  const dataset = makeShapes({ train: images, test: 1 });
  const plan = buildPlan(report, { purpose: 'train', training, data: { train: images, test: 1 } });
  return {
    network,
    batch,
    input: network.input,
    layers: plainLayers(report.elements),
    parameters: new Map(
      plan.parameters.map((one) => [
        one.name,
        { shape: one.shape, data: initialValues(one, seed, () => []) },
      ]),
    ),
    batches: firstBatches({ dataset, network, training }, batch),
    learningRate: training.learningRate,
    momentum: training.momentum,
    dataset,
  };
}
