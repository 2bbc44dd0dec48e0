// Mixed examples: image n of a batch with image batch - 1 - n, either all of it by a share (mixup: Zhang et al., 2018)
// or a rectangle of it (CutMix: Yun et al., 2019), with labels that share alike. mixRows gives losses and gradients
// their share: with it any loss is that of mixed labels.
import { below, pcg4d, Stream, unitFloat } from '../random.ts';
import { augmentDraw } from './imageWindow.ts';
import { defineOp, type NumericArray } from './op.ts';
import { runState } from './runState.ts';

/** Steps between the entries of the table of shares. */
export const shareSteps = 256;
/** Words of the tensor "run.mixing" (f32): the chance of CutMix, then the quantiles of mixup's share at k / 256. */
export const mixingWords = 1 + shareSteps + 1;

/** What becomes of a pair of images. */
interface Mixture {
  /** The share that each keeps of itself. */
  share: number;
  /** The rectangle that they exchange, or null where they are mixed whole. */
  box: { top: number; bottom: number; left: number; right: number } | null;
}

/** The part of an axis that a rectangle of `extent` pixels around a random middle covers. */
function span(draw: number, extent: number, size: number): [from: number, to: number] {
  const first = below(draw, size) - (extent >> 1);
  return [Math.max(0, first), Math.min(size, first + extent)];
}

/**
 * The share of mixup is read from the table by a uniform draw. CutMix's is uniform before the rectangle is cut off at
 * the edges; the larger of two uniform draws is distributed as the root of one, which its sides are drawn by.
 */
function mixtureOf(
  state: NumericArray,
  mixing: NumericArray,
  position: number,
  height: number,
  width: number,
): Mixture {
  const seed = state[runState.seed];
  const [kind, place, first, second] = pcg4d(seed, Stream.augment, position, augmentDraw.mix);
  if (unitFloat(kind) >= mixing[0]) {
    const at = unitFloat(place) * shareSteps;
    const step = Math.floor(at);
    const [low, high] = [mixing[1 + step], mixing[2 + step]];
    return { share: low + (at - step) * (high - low), box: null };
  }
  const side = Math.max(first, second);
  const [y, x] = pcg4d(seed, Stream.augment, position, augmentDraw.mixPlace);
  const [top, bottom] = span(y, below(side, height), height);
  const [left, right] = span(x, below(side, width), width);
  const share = 1 - ((bottom - top) * (right - left)) / (height * width);
  return { share, box: { top, bottom, left, right } };
}

export const mixImages = defineOp({
  reads: ['state', 'mixing', 'labels'],
  updates: ['x'],
  writes: ['otherLabels', 'shares'],
  attributes: ['batch', 'height', 'width', 'channels'],
  flops: (a) => 3 * a.batch * a.height * a.width * a.channels,
  reference({ state, mixing, labels, x, otherLabels, shares }, { batch, height, width, channels }) {
    const size = height * width * channels;
    for (let n = 0; n < batch; n++) {
      const m = batch - 1 - n;
      otherLabels[n] = labels[m];
      if (n > m) continue;
      const { share, box } = mixtureOf(state, mixing, state[runState.position] + n, height, width);
      shares[n] = n === m ? 1 : share;
      shares[m] = shares[n];
      for (let i = 0; i < (n === m ? 0 : size); i++) {
        const [own, other] = [x[n * size + i], x[m * size + i]];
        const y = Math.floor(i / (width * channels));
        const column = Math.floor(i / channels) % width;
        const inside =
          box && y >= box.top && y < box.bottom && column >= box.left && column < box.right ? 0 : 1;
        const kept = box ? inside : share;
        x[n * size + i] = kept * own + (1 - kept) * other;
        x[m * size + i] = kept * other + (1 - kept) * own;
      }
    }
  },
});

/** own = other + share (own - other) for each row of `values`. */
export const mixRows = defineOp({
  reads: ['other', 'shares'],
  updates: ['own'],
  attributes: ['batch', 'values'],
  flops: (a) => 3 * a.batch * a.values,
  reference({ own, other, shares }, { batch, values }) {
    for (let i = 0; i < batch * values; i++)
      own[i] = other[i] + shares[Math.floor(i / values)] * (own[i] - other[i]);
  },
});
