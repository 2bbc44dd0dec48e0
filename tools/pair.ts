// `npm run pair`: measures a saved localiser and a saved classifier together. Errors are one sentence, and exit code 1.
import { count, percent } from '../app/draw/format.ts';
import { openEngine } from './train/openEngine.ts';
import { measurePair, PAIR_USAGE } from './train/pair.ts';

try {
  const files = process.argv.slice(2);
  if (files.includes('--help')) console.log(PAIR_USAGE);
  else {
    const { backend } = await openEngine('auto');
    const { examples, cells, found, placed, middle } = await measurePair(files, backend);
    console.log(`Of ${count(examples)} test images on a canvas`);
    for (const [text, share] of [
      ['the localiser names the cell of', cells],
      ['the classifier gets right, where the localiser sends it,', found],
      ['in the true place', placed],
      ['in the middle of the canvas', middle],
    ] as const)
      console.log(`  ${text} ${percent(share, 2)}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
