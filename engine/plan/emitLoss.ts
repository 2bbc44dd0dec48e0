// The end of every net: softmax, the class it predicts, and the loss that the document names.
import type { Tensor } from '../layers/emitter.ts';
import type { Emitted } from '../layers/layer.ts';
import { lossOf } from '../layers/losses/index.ts';
import type { LossDefinition, LossSizes, LossTensors } from '../layers/losses/loss.ts';
import type { LossSettings } from '../spec/document.ts';
import type { Settings } from '../spec/fields.ts';
import type { Builder } from './builder.ts';

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

  /** The loss of scores [batch, 1, 1, classes]; `backward` returns their gradient. */
  emit(x: Tensor, learning: boolean): Emitted {
    const { builder, sizes, definition, settings } = this;
    return builder.within('softmax', 'forward', () => {
      const tensors: LossTensors = {
        x,
        labels: builder.get('labels'),
        probabilities: builder.activation('output', [sizes.batch, 1, 1, sizes.classes]),
        outcome: this.outcome,
      };
      builder.call('softmaxCrossEntropyForward', { ...tensors }, sizes);
      definition.forward(builder, settings, tensors, sizes, learning);
      return {
        output: tensors.probabilities,
        backward: () =>
          builder.within('softmax', 'backward', () => {
            const dx = builder.gradient(x);
            definition.backward(builder, settings, tensors, dx, sizes);
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
