// docs/benchmarks.md, made from the records and from nothing else.
import type {
  BenchRecord,
  Conditions,
  KernelRecord,
  PeakRecord,
  ScalingRecord,
  TrainingRecord,
} from './records.ts';
import { difference, figure, percent, ratio, table } from './table.ts';

/** Losses this far apart, relatively, mean that not the same was computed; such a trainer gets no ratio. */
export const lossTolerance = 1e-3;

/** Whether a trainer did the work of the others, so that its speed may be compared. */
export const comparable = (row: TrainingRecord): row is TrainingRecord & { imagesPerSecond: number } =>
  row.imagesPerSecond !== undefined && (row.lossDifference ?? 0) <= lossTolerance;

/** The loops that the others are checked against; they are listed, and nobody is compared with them. */
const oracle = 'ours reference';
const isEngine = ({ ours, trainer }: TrainingRecord) => ours && trainer !== oracle;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const ofKind = <K extends BenchRecord['kind']>(records: readonly BenchRecord[], kind: K) =>
  records.filter((record): record is Extract<BenchRecord, { kind: K }> => record.kind === kind);

const conditionsText = ({ date, browser, machine, windows, windowSeconds }: Conditions): string =>
  `${date}, ${browser}, ${machine}; medians of ${windows} windows of about ${windowSeconds} s.`;

const conditionsOf = (records: readonly BenchRecord[], section: string): string => {
  const found = ofKind(records, 'conditions').find((one) => one.section === section);
  return found ? conditionsText(found) : '';
};

const noteOf = (row: TrainingRecord): string => {
  const differs = (row.lossDifference ?? 0) > lossTolerance ? 'losses differ: no ratio' : '';
  return [differs, row.note ?? ''].filter(Boolean).join('; ');
};

/** One net with one batch: everybody's speed, and how many times faster each of our engines is. */
export function trainingTable(rows: readonly TrainingRecord[]): string {
  const ours = rows.filter(isEngine).filter(comparable);
  const heads = [
    'trainer',
    'images/s',
    'GFLOP/s',
    'windows apart',
    'losses apart',
    ...ours.map(({ trainer }) => `${trainer} is`),
    'note',
  ];
  const cells = rows.map((row) => {
    const { imagesPerSecond, flopsPerImage, spread, lossDifference } = row;
    return [
      row.trainer,
      imagesPerSecond === undefined ? '–' : figure(imagesPerSecond),
      imagesPerSecond === undefined ? '–' : figure((imagesPerSecond * flopsPerImage) / 1e9),
      spread === undefined ? '–' : percent(spread),
      lossDifference === undefined ? '–' : difference(lossDifference),
      ...ours.map((one) => (comparable(row) ? ratio(one.imagesPerSecond / row.imagesPerSecond) : '–')),
      noteOf(row),
    ];
  });
  return table(heads, cells);
}

const fastest = (rows: readonly TrainingRecord[]) =>
  rows.filter(comparable).toSorted((a, b) => b.imagesPerSecond - a.imagesPerSecond)[0];

/** Each of our engines against the best of the other trainers in the browser, for every net and batch. */
export function summaryTable(records: readonly TrainingRecord[]): string {
  const engines = unique(records.filter(isEngine).map(({ trainer }) => trainer));
  const rows = unique(records.map(({ section }) => section)).flatMap((section) => {
    const here = records.filter((row) => row.section === section);
    const best = fastest(here.filter(({ ours, inBrowser }) => inBrowser && !ours));
    if (!best) return [];
    const ratios = engines.map((engine) => {
      const own = here.filter(({ trainer }) => trainer === engine).find(comparable);
      return own ? ratio(own.imagesPerSecond / best.imagesPerSecond) : '–';
    });
    const { net, batch, trainer, imagesPerSecond } = best;
    return [[`${net}, batch ${batch}`, trainer, figure(imagesPerSecond), ...ratios]];
  });
  return table(['net', 'best other trainer', 'images/s', ...engines.map((engine) => `${engine} is`)], rows);
}

/** GFLOP/s of each kernel, that of its best window, and how much of the device's own peak that is. */
export function kernelTable(kernels: readonly KernelRecord[], peaks: readonly PeakRecord[]): string {
  const engines = unique(kernels.map(({ engine }) => engine));
  const heads = ['shape', 'pass', ...engines.flatMap((engine) => [`${engine} GFLOP/s`, 'best', 'of peak'])];
  const keys = unique(kernels.map(({ shape, op }) => JSON.stringify([shape, op])));
  const rows = keys.map((key) => {
    const [shape, op] = JSON.parse(key) as [string, string];
    const cells = engines.flatMap((engine) => {
      const found = kernels.find((one) => one.shape === shape && one.op === op && one.engine === engine);
      const peak = peaks.find((one) => one.engine === engine);
      if (found?.gigaflops === undefined) return [found?.note ?? '–', '–', '–'];
      const best = found.best!;
      return [figure(found.gigaflops), figure(best), peak ? percent(best / peak.gigaflops) : '–'];
    });
    return [shape, op.replace('conv', ''), ...cells];
  });
  return table(heads, rows);
}

export function scalingTable(records: readonly ScalingRecord[]): string {
  const engines = unique(records.map(({ engine }) => engine));
  const heads = [records[0].axis, ...engines.flatMap((engine) => [`${engine} images/s`, 'GFLOP/s'])];
  const rows = unique(records.map(({ value }) => value)).map((value) => [
    value,
    ...engines.flatMap((engine) => {
      const found = records.find((one) => one.value === value && one.engine === engine);
      if (found?.imagesPerSecond === undefined) return [found?.note ?? '–', '–'];
      return [figure(found.imagesPerSecond), figure(found.gigaflops!)];
    }),
  ]);
  return table(heads, rows);
}

const peakText = (peaks: readonly PeakRecord[]): string =>
  peaks.map(({ engine, gigaflops }) => `${engine} ${figure(gigaflops)} GFLOP/s`).join(', ');

function trainingSections(records: readonly BenchRecord[]): string[] {
  const all = ofKind(records, 'training');
  return unique(all.map(({ section }) => section)).flatMap((section) => {
    const rows = all.filter((row) => row.section === section);
    const [{ net, batch, flopsPerImage }] = rows;
    return [
      `### ${net}, batch ${batch}`,
      `${figure(flopsPerImage / 1e6)} MFLOP for each image trained. ${conditionsOf(records, section)}`,
      trainingTable(rows),
    ];
  });
}

function kernelSection(records: readonly BenchRecord[]): string[] {
  const kernels = ofKind(records, 'kernel');
  if (kernels.length === 0) return [];
  const peaks = ofKind(records, 'peak');
  return [
    '## Kernels alone',
    `On one thread, each call by itself, many in a row. ${conditionsOf(records, 'kernels')}`,
    `Peak, the best sample of multiply-adds that touch nothing but registers: ${peakText(peaks)}. The best window of a kernel is compared with it; medians are beside it.`,
    kernelTable(kernels, peaks),
  ];
}

function scalingSections(records: readonly BenchRecord[]): string[] {
  const all = ofKind(records, 'scaling');
  const sections = unique(all.map(({ section }) => section)).flatMap((section) => {
    const rows = all.filter((row) => row.section === section);
    return [`### With ${rows[0].axis}`, conditionsOf(records, section), scalingTable(rows)];
  });
  return sections.length === 0 ? [] : ['## Scaling', ...sections];
}

/** Every table that the records give, with its heading. */
export function sectionsText(records: readonly BenchRecord[]): string {
  const parts = [...trainingSections(records), ...kernelSection(records), ...scalingSections(records)];
  return parts.filter(Boolean).join('\n\n');
}

/** The whole document. */
export function benchmarksText(records: readonly BenchRecord[], versions: string): string {
  const training = ofKind(records, 'training');
  const compared = training.length === 0 ? [] : ['## Training against others', summaryTable(training)];
  const introduction = `# Benchmarks

Written by \`npm run bench\` from \`docs/benchmarks.jsonl\`, which it measures. \`npm run bench -- --quick\` takes
five minutes; \`npm run bench -- --help\` names the parts.

All trainers of a table ran in the same Chromium, in workers, their windows in turn, with the same initial
weights and the same batches: whole steps of SGD with momentum 0.9, without augmentation. The losses of the
first three steps are compared with the median over the trainers; where they are further apart than 0.1 %,
not the same was computed, and there is no ratio. A trainer that would need very long for a step of a table
is shown with what it reached at the next smaller batch. Rows called ours are the engines of this project.

M1 is the net of the ConvNetJS demo, M2 Caffe's cifar10_quick, M3 a small VGG. Versions: ${versions}.`;
  return `${[introduction, ...compared, sectionsText(records)].join('\n\n')}\n`;
}
