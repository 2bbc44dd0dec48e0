// The way of the data into a net: declares what a batch is made of and emits the calls that make it. What the
// data set holds is not known here, only how large its images are.
import type { Tensor } from '../layers/emitter.ts';
import { productGeometry } from '../ops/convGeometry.ts';
import type { ImageAttributes } from '../ops/imageWindow.ts';
import { mixingWords } from '../ops/mix.ts';
import { runStateWords } from '../ops/runState.ts';
import { augmentSettings, transformWords } from '../ops/warp.ts';
import { type InputSteps, inputStepsOf } from '../spec/inputSteps.ts';
import { type Shape, volume } from '../spec/shape.ts';
import { type View, type Views, viewsOf } from '../spec/testViews.ts';
import type { TrainingDocument } from '../spec/training.ts';
import type { Builder } from './builder.ts';

/** What a plan must know of the data set. */
export interface PlanData {
  /** Images in each split; 0 where the plan is only looked at. */
  train: number;
  test: number;
  /** Of one stored image; that of the net's input unless told. */
  shape?: Shape;
}

/** Global contrast normalisation: each image as one group, its variance above 0 by next to nothing. */
export const contrastAttributes = (batch: number, pixels: number, channels: number) => ({
  batch,
  pixels,
  channels,
  groups: 1,
  epsilon: 1e-8,
});

/** Attributes of all that reads stored images. */
export const imageAttributesFor = (
  batch: number,
  input: Shape,
  image: Shape,
  steps: InputSteps,
): ImageAttributes => ({
  batch,
  ...input,
  imageHeight: image.height,
  imageWidth: image.width,
  imageChannels: image.channels,
  reflect: Number(steps.reflect),
  scatter: Number(steps.scatter),
  cells: steps.cells,
});

/** What a mixed batch has beside its own labels. */
export interface Mixing {
  /** Labels of the images that those of the batch are mixed with. */
  otherLabels: Tensor;
  /** How much of each image is its own. */
  shares: Tensor;
}

export class InputEmitter {
  private readonly image: Shape;
  private readonly steps: InputSteps;

  constructor(
    private readonly builder: Builder,
    private readonly input: Shape,
    private readonly batch: number,
    private readonly training: TrainingDocument,
    private readonly data: PlanData,
  ) {
    this.image = data.shape ?? input;
    this.steps = inputStepsOf(training);
  }

  /** "input.output" and "labels", which every plan has; returns the former. */
  declareBatch(): Tensor {
    const { builder, batch } = this;
    const { height, width, channels } = this.input;
    builder.declare('run.state', 'workspace', 'u32', [runStateWords]);
    return builder.within('input', 'input', () => {
      const x = builder.activation('output', [batch, height, width, channels]);
      // The image is looked at and read again by the first layer's weight gradient.
      builder.keep(x);
      builder.declare('labels', 'workspace', 'u32', [batch]);
      return x;
    });
  }

  /** The data set, and what its bytes become numbers with. */
  declareData(): void {
    const { builder, image } = this;
    builder.declare('input.scale', 'workspace', 'f32', [2, image.channels]);
    if (this.steps.meanImage)
      builder.declare('input.mean', 'workspace', 'f32', [image.channels, image.height, image.width]);
    this.declareContrast();
    for (const split of ['train', 'test'] as const) {
      const count = Math.max(1, this.data[split]);
      builder.declare(`data.${split}.images`, 'data', 'u8', [count, volume(image)]);
      builder.declare(`data.${split}.labels`, 'data', 'u8', [count]);
    }
  }

  /** What stands between the bytes and the net where images are normalised one by one. */
  private declareContrast(): void {
    const { builder, batch, input } = this;
    const { contrast, whiten } = this.steps;
    const { height, width, channels } = input;
    const size = volume(input);
    if (!contrast) return;
    builder.within('input', 'input', () => {
      builder.activation('image', [batch, height, width, channels]);
      for (const name of ['gain', 'bias']) builder.workspace(name, 'f32', [channels]);
      builder.workspace('moments', 'f32', [batch, 1, 2]);
      if (whiten === null) return;
      builder.activation('contrast', [batch, height, width, channels]);
      builder.workspace('whitening', 'f32', [size, size]);
      builder.workspace('whiteningBias', 'f32', [size]);
    });
  }

  /** Where gathered images go: into the net, or to what normalises them one by one. */
  private gathered(x: Tensor): Tensor {
    return this.steps.contrast ? this.builder.get('input.image') : x;
  }

  /** Normalises the images gathered one by one, and whitens them, if the settings say so. */
  private finish(x: Tensor): void {
    if (!this.steps.contrast) return;
    if (this.steps.whiten === null) this.emitContrast(x);
    else {
      this.emitContrast(this.builder.get('input.contrast'));
      this.emitWhitening(x);
    }
  }

  private emitContrast(y: Tensor): void {
    const { builder, batch, input } = this;
    const x = builder.get('input.image');
    const [gain, bias, moments] = ['gain', 'bias', 'moments'].map((name) => builder.get(`input.${name}`));
    const attributes = contrastAttributes(batch, input.height * input.width, input.channels);
    builder.within('input', 'input', () =>
      builder.call('groupNormForward', { x, gain, bias, y, moments }, attributes),
    );
  }

  private emitWhitening(y: Tensor): void {
    const { builder, batch } = this;
    const size = volume(this.input);
    const x = builder.get('input.contrast');
    const [w, bias] = ['input.whitening', 'input.whiteningBias'].map((name) => builder.get(name));
    const attributes = { ...productGeometry(batch, size, size), relu: 0 };
    builder.within('input', 'input', () => builder.call('convForward', { x, w, bias, y }, attributes));
  }

  /** Training images in their own order as they are before they are whitened. */
  emitBeforeWhitening(): boolean {
    if (this.steps.whiten === null) return false;
    const [middle] = viewsOf('one', this.input, this.image).views;
    this.gatherRange('train', this.builder.get('input.image'), middle);
    this.emitContrast(this.builder.get('input.contrast'));
    return true;
  }

  /** The next batch in shuffled order, augmented. */
  emitTraining(x: Tensor): void {
    if (this.steps.warp) this.emitWarp(this.gathered(x));
    else this.gather('gatherBatch', 'train', this.gathered(x), this.sizes);
    this.finish(x);
    const { builder, batch } = this;
    if (this.steps.cutout)
      builder.within('input', 'input', () =>
        builder.call('cutout', { state: builder.state, x }, { batch, ...this.input }),
      );
    this.emitMixing(x);
  }

  /** How the images of a training batch are mixed; null where none are. */
  get mixing(): Mixing | null {
    const { builder } = this;
    return this.steps.mix
      ? { otherLabels: builder.get('input.otherLabels'), shares: builder.get('input.shares') }
      : null;
  }

  private emitMixing(x: Tensor): void {
    if (!this.steps.mix) return;
    const { builder, batch, input } = this;
    const mixing = builder.declare('run.mixing', 'workspace', 'f32', [mixingWords]);
    builder.within('input', 'input', () => {
      const otherLabels = builder.workspace('otherLabels', 'u32', [batch]);
      const shares = builder.workspace('shares', 'f32', [batch]);
      const labels = builder.get('labels');
      const tensors = { state: builder.state, mixing, labels, x, otherLabels, shares };
      builder.call('mixImages', tensors, { batch, ...input });
    });
  }

  private emitWarp(x: Tensor): void {
    const { builder, batch, sizes } = this;
    const settings = builder.declare('run.augment', 'workspace', 'f32', [augmentSettings]);
    const transforms = builder.declare('input.transforms', 'workspace', 'f32', [batch, transformWords]);
    builder.within('input', 'input', () =>
      builder.call('drawTransforms', { state: builder.state, settings, transforms }, sizes),
    );
    this.gather('warpBatch', 'train', x, sizes, { transforms });
  }

  /** How test images are looked at. */
  get views(): Views {
    return viewsOf(this.training.testViews, this.input, this.image);
  }

  /** The next batch of a split in its own order, seen one way. */
  emitEvaluation(split: 'train' | 'test', x: Tensor, view: View): void {
    this.gatherRange(split, this.gathered(x), view);
    this.finish(x);
  }

  private gatherRange(split: 'train' | 'test', x: Tensor, { mirror, down, right, reflect }: View): void {
    this.gather('gatherRange', split, x, {
      ...this.sizes,
      ...(reflect === undefined ? {} : { reflect: Number(reflect) }),
      mirror: Number(mirror),
      down,
      right,
    });
  }

  private get sizes(): ImageAttributes {
    return imageAttributesFor(this.batch, this.input, this.image, this.steps);
  }

  private gather(
    op: 'gatherBatch' | 'gatherRange' | 'warpBatch',
    split: 'train' | 'test',
    x: Tensor,
    attributes: Record<string, number>,
    more: Record<string, Tensor> = {},
  ): void {
    const { builder } = this;
    builder.within('input', 'input', () =>
      builder.call(
        op,
        {
          images: builder.get(`data.${split}.images`),
          imageLabels: builder.get(`data.${split}.labels`),
          scale: builder.get('input.scale'),
          ...(this.steps.meanImage ? { mean: builder.get('input.mean') } : {}),
          state: builder.state,
          x,
          labels: builder.get('labels'),
          ...more,
        },
        attributes,
      ),
    );
  }
}
