// The end of every net: softmax, the class it predicts, and the loss that the document names.
import type { Tensor } from '../layers/emitter.ts';
import type { Emitted } from '../layers/layer.ts';
import { lossOf } from '../layers/losses/index.ts';
import type { LossDefinition, LossSizes, LossTensors } from '../layers/losses/loss.ts';
import type { LossSettings } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import type { Builder } from './builder.ts';
import type { Mixing } from './emitInput.ts';

export class LossEmitter {
  private readonly definition: LossDefinition;

  constructor(
    private readonly builder: Builder,
    private readonly loss: LossSettings,
    private readonly sizes: LossSizes,
  ) {
    this.definition = lossOf(loss.type)!;
  }

  get ofScores(): boolean {
    return this.definition.ofScores;
  }

  private get settings(): Settings<LossDefinition['fields']> {
    return this.loss as unknown as Settings<LossDefinition['fields']>;
  }

  private get outcome(): Tensor {
    return this.builder.workspace('outcome', 'f32', [this.sizes.batch, 2]);
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
  emit(x: Tensor, learning: boolean, mixing: Mixing | null = null): Emitted {
    const { builder, sizes, definition, settings } = this;
    const { batch, classes } = sizes;
    return builder.within('softmax', 'forward', () => {
      const own: LossTensors = {
        x,
        labels: builder.get('labels'),
        probabilities: builder.activation('output', [batch, 1, 1, classes]),
        outcome: this.outcome,
      };
      this.measure(own, learning);
      const other = mixing && {
        ...own,
        labels: mixing.otherLabels,
        outcome: builder.workspace('otherOutcome', 'f32', [batch, 2]),
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
          builder.within('softmax', 'backward', () => {
            const dx = builder.gradient(x);
            definition.backward(builder, settings, own, dx, sizes);
            if (other) {
              const otherGradient = builder.workspace('otherGradient', 'f32', x.shape);
              definition.backward(builder, settings, other, otherGradient, sizes);
              share(dx, otherGradient, classes);
            }
            return dx;
          }),
      };
    });
  }

  /** The loss of probabilities, for one that needs no scores; measured plain. */
  emitOf(probabilities: Tensor): void {
    const { builder, sizes, definition, settings } = this;
    builder.within('softmax', 'forward', () => {
      const [labels, outcome] = [builder.get('labels'), this.outcome];
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
