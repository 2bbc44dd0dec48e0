// The end of every net and of every auxiliary head: softmax, the class it predicts, and the loss of the document.
import type { Tensor } from '../layers/emitter.ts';
import type { Emitted } from '../layers/layer.ts';
import { lossOf } from '../layers/losses/index.ts';
import type { LossDefinition, LossSizes, LossTensors } from '../layers/losses/loss.ts';
import type { LossSettings } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import type { Builder } from './builder.ts';
import type { Mixing } from './emitInput.ts';

/** Where a loss stands. */
export interface LossPlace {
  layer: string;
  /** What the names of its tensors begin with, after the layer's. */
  prefix: string;
  /** What it counts for in what is minimised. */
  weight: number;
}

const netEnd: LossPlace = { layer: 'softmax', prefix: '', weight: 1 };

export class LossEmitter {
  private readonly definition: LossDefinition;

  constructor(
    private readonly builder: Builder,
    private readonly loss: LossSettings,
    private readonly sizes: LossSizes,
  ) {
    this.definition = lossOf(loss.type)!;
  }

  private get settings(): Settings<LossDefinition['fields']> {
    return this.loss as unknown as Settings<LossDefinition['fields']>;
  }

  /** Emits the loss against some labels. */
  private measure(tensors: LossTensors, learning: boolean): void {
    const { builder, sizes, definition, settings } = this;
    builder.call('softmaxCrossEntropyForward', { ...tensors }, sizes);
    definition.forward(builder, settings, tensors, sizes, learning);
  }

  /**
   * The loss of scores [batch, 1, 1, classes]; `backward` returns their gradient. That of mixed examples is measured
   * against the labels of both, and each gets its share.
   */
  emit(x: Tensor, learning: boolean, mixing: Mixing | null = null, place = netEnd): Emitted {
    const { builder, sizes, definition, settings } = this;
    const { batch, classes } = sizes;
    const { layer, prefix, weight } = place;
    return builder.within(layer, 'forward', () => {
      const own: LossTensors = {
        x,
        labels: builder.get('labels'),
        probabilities: builder.activation(`${prefix}output`, [batch, 1, 1, classes]),
        outcome: builder.workspace(`${prefix}outcome`, 'f32', [batch, 2]),
      };
      builder.follow(x, own.probabilities);
      this.measure(own, learning);
      const other = mixing && {
        ...own,
        labels: mixing.otherLabels,
        outcome: builder.workspace(`${prefix}otherOutcome`, 'f32', [batch, 2]),
      };
      const share = (mine: Tensor, others: Tensor, values: number) =>
        builder.call('mixRows', { own: mine, other: others, shares: mixing!.shares }, { batch, values });
      if (other) {
        this.measure(other, learning);
        share(own.outcome, other.outcome, 2);
      }
      return {
        output: own.probabilities,
        backward: () =>
          builder.within(layer, 'backward', () => {
            const dx = builder.gradient(x);
            definition.backward(builder, settings, own, dx, sizes);
            if (other) {
              const otherGradient = builder.workspace(`${prefix}otherGradient`, 'f32', x.shape);
              definition.backward(builder, settings, other, otherGradient, sizes);
              share(dx, otherGradient, classes);
            }
            if (weight !== 1) builder.call('scale', { y: dx }, { count: batch * classes, factor: weight });
            return dx;
          }),
      };
    });
  }

  /** The loss of probabilities, for one that needs no scores; measured plain. */
  emitOf(probabilities: Tensor): void {
    const { builder, sizes, definition, settings } = this;
    builder.within('softmax', 'forward', () => {
      const [labels, outcome] = [builder.get('labels'), builder.get('softmax.outcome')];
      builder.call('outcomeOf', { probabilities, labels, outcome }, sizes);
      definition.forward(
        builder,
        settings,
        { x: probabilities, probabilities, labels, outcome },
        sizes,
        false,
      );
    });
  }
}
