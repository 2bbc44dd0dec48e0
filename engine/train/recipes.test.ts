// The recipes of plain nets, each begun on every engine.
import { vi } from 'vitest';
import { smallPresets } from '../testing/presetSizes.ts';
import { describeRecipes } from '../testing/recipeSuite.ts';

// The plainest loops and an emulated device compute a hundred thousand times what they do elsewhere.
vi.setConfig({ testTimeout: 300_000 });

describeRecipes(smallPresets.filter(({ family }) => family !== 'residual' && family !== 'start'));
