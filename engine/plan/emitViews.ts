// Several looks at the same test images: each view is run forward, its values are put beside the others', and the
// average is what the evaluation counts.
import type { Tensor } from '../layers/emitter.ts';
import { lossOf } from '../layers/losses/index.ts';
import type { Views } from '../spec/testViews.ts';
import type { Builder } from './builder.ts';

/** The shares of the views, which whoever runs the plan must write. */
export const viewShares = 'softmax.shares';

/** What is averaged: where a loss is made of scores, these, whatever the views ask for. */
export const averageOf = (loss: { type: string }, { average }: Views): Views['average'] =>
  lossOf(loss.type)!.ofScores ? 'logits' : average;

/**
 * `forward` emits one view and gives its values [batch, 1, 1, classes]; the average of all is returned. It is that of
 * the same examples whatever the view, so that labels and the cursor of the evaluation are those of any.
 */
export function emitViews(
  builder: Builder,
  { views, average, redraws = false }: Views,
  { batch, classes }: { batch: number; classes: number },
  forward: (view: Views['views'][number]) => Tensor,
): Tensor {
  const inLoss = <T>(emit: () => T): T => builder.within('softmax', 'forward', emit);
  const count = views.length;
  const all = inLoss(() => builder.workspace('views', 'f32', [batch, count, classes]));
  const shares = builder.declare(viewShares, 'workspace', 'f32', [count], 'softmax');
  for (const [index, view] of views.entries()) {
    const x = forward(view);
    inLoss(() => {
      builder.call(
        'copyChannels',
        { x, y: all },
        {
          pixels: batch,
          channels: classes,
          fromChannels: classes,
          fromOffset: 0,
          toChannels: count * classes,
          toOffset: index * classes,
        },
      );
      if (redraws) builder.call('advanceLook', { state: builder.state }, { looks: count });
    });
  }
  return inLoss(() => {
    // Averaged probabilities take the place of those of the last view.
    const mean =
      average === 'probabilities'
        ? builder.get('softmax.output')
        : builder.workspace('mean', 'f32', [batch, 1, 1, classes]);
    builder.call('averageViews', { views: all, shares, mean }, { batch, views: count, classes });
    return mean;
  });
}
