// Tables out of records: figures, ratios, and what is not given one.
import { expect, test } from 'vitest';
import { type BenchRecord, fromLines, replaceSections, type TrainingRecord, toLines } from './records.ts';
import { benchmarksText, kernelTable, scalingTable, summaryTable, trainingTable } from './report.ts';
import { difference, figure, percent, ratio, table } from './table.ts';

test('figures have three digits', () => {
  expect([0, 0.01234, 1.234, 12.34, 123.4, 1234.5, 9.999].map(figure)).toEqual(
    '0|0.0123|1.23|12.3|123|1235|10.0'.split('|'),
  );
  expect([ratio(51.234), difference(3.6e-7), difference(0), percent(0.826)]).toEqual(
    '51.2×|4e-7|0|83 %'.split('|'),
  );
});

test('a table is aligned', () => {
  expect(
    table(
      ['trainer', 'n'],
      [
        ['ours', '1000'],
        ['x', '5'],
      ],
    ),
  ).toBe('| trainer |    n |\n| ------- | ---: |\n| ours    | 1000 |\n| x       |    5 |');
});

const row = (trainer: string, more: Partial<TrainingRecord>): TrainingRecord => ({
  ...{ kind: 'training', section: 'training M1 32', net: 'M1', batch: 32, trainer },
  ...{ ours: false, inBrowser: true, flopsPerImage: 21e6, ...more },
});
const rows = [
  row('ours wasm', { ours: true, imagesPerSecond: 2000, spread: 0.05, lossDifference: 0 }),
  row('slow', { imagesPerSecond: 40, spread: 0.1, lossDifference: 1e-6 }),
  row('other work', { imagesPerSecond: 4000, spread: 0.1, lossDifference: 0.2 }),
  row('broken', { note: 'no such kernel' }),
  row('native', { imagesPerSecond: 8000, inBrowser: false, lossDifference: 0 }),
];
const cellsOf = (text: string) =>
  text.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('training: ratios only for those whose losses agree, and nobody is dropped', () => {
  const [heads, , ...cells] = cellsOf(trainingTable(rows));
  expect(heads).toEqual('trainer|images/s|GFLOP/s|windows apart|losses apart|ours wasm is|note'.split('|'));
  expect(cells.map((one) => one.join('|'))).toEqual([
    'ours wasm|2000|42.0|5 %|0|1.00×|',
    'slow|40.0|0.840|10 %|1e-6|50.0×|',
    'other work|4000|84.0|10 %|2e-1|–|losses differ: no ratio',
    'broken|–|–|–|–|–|no such kernel',
    'native|8000|168|–|0|0.250×|',
  ]);
});

test('the summary compares with the best of the browser that did the same work', () => {
  expect(cellsOf(summaryTable(rows))[2]).toEqual(['M1, batch 32', 'slow', '40.0', '50.0×']);
});

test('kernels are shown beside the peak of their device', () => {
  const kernel = { kind: 'kernel', section: 'kernels', op: 'convForward', shape: '3×3' } as const;
  const text = kernelTable(
    [
      { ...kernel, engine: 'wasm', gigaflops: 43, best: 45 },
      { ...kernel, engine: 'webgpu', note: 'lost' },
    ],
    [{ kind: 'peak', section: 'kernels', engine: 'wasm', gigaflops: 50 }],
  );
  expect(cellsOf(text)[2]).toEqual(['3×3', 'Forward', '43.0', '45.0', '90 %', 'lost', '–', '–']);
});

test('scaling has a row for each value', () => {
  const point = { kind: 'scaling', section: 'scaling batch', axis: 'batch', engine: 'wasm' } as const;
  const text = scalingTable([
    { ...point, value: '8', imagesPerSecond: 100, gigaflops: 2.1 },
    { ...point, value: '32', imagesPerSecond: 200, gigaflops: 4.2 },
  ]);
  expect(cellsOf(text).slice(2)).toEqual([
    ['8', '100', '2.10'],
    ['32', '200', '4.20'],
  ]);
});

test('records survive as lines; a section measured again replaces the old one whole', () => {
  const other: BenchRecord = { kind: 'peak', section: 'kernels', engine: 'wasm', gigaflops: 50 };
  const old = fromLines(toLines([...rows, other]));
  expect(old).toEqual([...rows, other]);
  const fresh = [row('ours wasm', { imagesPerSecond: 1 })];
  expect(replaceSections(old, fresh)).toEqual([other, ...fresh]);
  expect(benchmarksText(old, 'none')).toContain('### M1, batch 32\n\n21.0 MFLOP for each image trained.');
});
