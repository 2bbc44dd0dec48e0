// The recipes of residual nets and of those of this playground, each begun on every engine: the others are in
// recipes.test.ts, so that both can run side by side.
import { expect, test, vi } from 'vitest';
import { presets } from '../spec/presets/index.ts';
import { largePresets, smallPresets } from '../testing/presetSizes.ts';
import { describeRecipes } from '../testing/recipeSuite.ts';

vi.setConfig({ testTimeout: 300_000 });

describeRecipes(smallPresets.filter(({ family }) => family === 'residual' || family === 'start'));

test('every preset is begun here, or is too large for the plainest loops', () => {
  expect(largePresets.map(({ id }) => id)).toEqual([
    'deepcnin-5-300',
    'graham-kaggle',
    'fmp',
    ...presets.filter(({ family }) => family === 'imagenet').map(({ id }) => id),
  ]);
});
