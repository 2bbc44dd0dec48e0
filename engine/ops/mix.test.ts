// Mixed pairs: what one gives up the other gets, shares and labels fit what was done, and rectangles are as large and as
// often as they should be.
import { expect, test } from 'vitest';
import { mixImages, mixingWords, mixRows } from './mix.ts';
import { runState, runStateWords } from './runState.ts';

const [batch, height, width] = [4000, 8, 8];

/** Every image is its own number everywhere. */
function mixed(cutmix: number) {
  const state = new Uint32Array(runStateWords);
  state[runState.seed] = 5;
  const mixing = Float64Array.from({ length: mixingWords }, (_, i) => (i - 1) / (mixingWords - 2));
  mixing[0] = cutmix;
  const x = Float64Array.from({ length: batch * height * width }, (_, i) => Math.floor(i / (height * width)));
  const labels = Uint32Array.from({ length: batch }, (_, n) => n % 7);
  const tensors = {
    state,
    mixing,
    labels,
    x,
    otherLabels: new Uint32Array(batch),
    shares: new Float64Array(batch),
  };
  mixImages.reference(tensors, { batch, height, width, channels: 1 });
  const image = (n: number) => x.subarray(n * 64, (n + 1) * 64);
  return { ...tensors, image };
}
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;

test('mixup: every value is the share of its own and the rest of the other', () => {
  const { image, shares, labels, otherLabels } = mixed(0);
  for (let n = 0; n < batch; n++) {
    const m = batch - 1 - n;
    expect(image(n)[n % 64]).toBeCloseTo(shares[n] * n + (1 - shares[n]) * m, 8);
    expect([otherLabels[n], shares[n]]).toEqual([labels[m], shares[m]]);
  }
  // This table's shares are uniform.
  expect(mean(shares)).toBeCloseTo(0.5, 1.5);
  expect(mean(shares.map((one) => one * one))).toBeCloseTo(1 / 3, 1.5);
});

test('CutMix: a rectangle is the other image, as much of it as the share says', () => {
  const { image, shares } = mixed(1);
  for (let n = 0; n < batch; n++) {
    const own = image(n).filter((value) => value === n).length;
    const other = image(n).filter((value) => value === batch - 1 - n).length;
    expect(own + other).toBe(64);
    expect(shares[n]).toBe(own / 64);
  }
  // A uniform share would have mean 1/2; rectangles are rounded down and cut off at the edges.
  expect(mean(shares)).toBeGreaterThan(0.6);
  expect(mean(shares)).toBeLessThan(0.75);
});

test('half of the pairs exchange rectangles where half are asked to', () => {
  const { image } = mixed(0.5);
  let exchanged = 0;
  for (let n = 0; n < batch; n++)
    if (image(n).every((value) => value === n || value === batch - 1 - n)) exchanged++;
  expect(exchanged / batch).toBeCloseTo(0.5, 1.3);
});

test('rows get their share, and what is alike stays as it is', () => {
  const own = Float64Array.of(1, 2, 9, 3);
  mixRows.reference(
    { own, other: Float64Array.of(3, 2, 1, 3), shares: Float64Array.of(0.25, 0.5) },
    {
      batch: 2,
      values: 2,
    },
  );
  expect([...own]).toEqual([2.5, 2, 5, 3]);
});
