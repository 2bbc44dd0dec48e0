// The builder of the classic pattern: the worked instance, its ends, and that whatever it is given it builds a net.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern, patternDocument } from '../spec/pattern.ts';
import { analyse } from './analyse.ts';
import { countValues } from './values.ts';

const input = { height: 32, width: 32, channels: 3 };

test('N 2, M 3, K 2 with widths 32, 64, 128 and 128 units, count for count', () => {
  const report = analyse(patternDocument(parsePattern({}), input, 10), 10);
  expect(report.document.layers.filter(({ type }) => type === 'conv')).toHaveLength(6);
  expect(report.parameterCount).toBe(567_082);
  expect(Math.round(report.macs / 1e5)).toBe(389);
  expect(countValues(report, { keepActivations: false })).toBe(132_362);
  expect(countValues(report, { keepActivations: true })).toBe(247_306);
});

test('N, M and K of 0 leave a linear classifier', () => {
  const { layers } = patternDocument(parsePattern({ convolutions: 0, stages: 0, hidden: 0 }), input, 10);
  expect(layers.map(({ type }) => type)).toEqual(['fc']);
});

test('every pattern is a valid net for every image', () => {
  const any = fc.record({
    convolutions: fc.integer({ min: 0, max: 4 }),
    pooled: fc.boolean(),
    stages: fc.integer({ min: 0, max: 6 }),
    filters: fc.integer({ min: 1, max: 9 }),
    doubling: fc.boolean(),
    kernel: fc.constantFrom('3', '5', '7'),
    hidden: fc.integer({ min: 0, max: 3 }),
    units: fc.integer({ min: 1, max: 9 }),
  });
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(any, side, side, (pattern, height, width) => {
      const document = patternDocument(parsePattern(pattern), { height, width, channels: 3 }, 7);
      expect(analyse(document, 7).valid).toBe(true);
    }),
    { numRuns: 300 },
  );
});
