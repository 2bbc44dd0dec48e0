// The guide follows from the registries: every entry has its formula in both languages, and every layer type an example
// that works, whose arithmetic comes out as its counts.
import { describe, expect, test } from 'vitest';
import { layers } from '../../engine/layers/index.ts';
import { losses } from '../../engine/layers/losses/index.ts';
import { volume } from '../../engine/spec/shape.ts';
import { optimiserSlots } from '../../engine/spec/training.ts';
import { evaluateFormula } from '../../engine/testing/formula.ts';
import type { Texts } from '../i18n/catalogue.ts';
import { entries, groups } from './entries.ts';
import { countLines, exampleOf } from './example.ts';
import { layerDrawing } from './layerGeometry.ts';

const guides = import.meta.glob<Texts>('../i18n/*/later/guide.json', { eager: true, import: 'default' });

test('every layer type, loss and optimiser is an entry of its own', () => {
  const wanted = [...layers, ...losses].map(({ type }) => type);
  const ids = entries.map(({ id }) => id);
  expect(ids.toSorted()).toEqual([...wanted, ...Object.keys(optimiserSlots), 'parallel', 'head'].toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  for (const { group } of entries) expect(groups).toContain(group);
});

describe.each(Object.entries(guides))('%s', (_, texts) => {
  const textOf = (path: string) =>
    path.split('.').reduce<Texts | string | undefined>((at, key) => (at as Texts | undefined)?.[key], texts);

  test.each(entries.map(({ id }) => id))('says what %s computes', (id) => {
    expect(textOf(`formula.${id}`)).toMatch(/[=←]/);
  });

  test('names every group and explains what has no text elsewhere', () => {
    for (const group of groups) expect(textOf(`group.${group}`), group).toBeTruthy();
    for (const { about } of entries)
      if (about.startsWith('guide:')) expect(textOf(about.slice('guide:'.length)), about).toBeTruthy();
  });
});

describe.each(layers)('the example of $type', ({ type, readsImages }) => {
  const report = exampleOf(type, readsImages);

  test('has a shape, and counts that its arithmetic gives', () => {
    expect(report.diagnostic).toBeNull();
    const { height, width, channels } = report.output;
    const lines = countLines(report);
    for (const { quantity, formula, result } of lines) {
      if (formula) expect(evaluateFormula(formula), formula).toBe(result);
      if (quantity === 'output') expect([height, width, channels]).toContain(result);
    }
    const resultOf = (wanted: string) =>
      lines.filter(({ quantity }) => quantity === wanted).map(({ result }) => result);
    expect(resultOf('parameters')).toEqual([report.parameterCount]);
    expect(resultOf('macs')).toEqual([report.macs]);
    expect(resultOf('values')).toEqual([volume(report.output)]);
  });

  test('is drawn with what an output looks at inside the input', () => {
    const { input, output, window, value, width, height } = layerDrawing(report);
    for (const [inner, outer] of [
      [window, input.front],
      [value, output.front],
    ]) {
      expect(inner.x).toBeGreaterThanOrEqual(outer.x);
      expect(inner.y).toBeGreaterThanOrEqual(outer.y);
      expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width + 1e-9);
      expect(inner.y + inner.height).toBeLessThanOrEqual(outer.y + outer.height + 1e-9);
    }
    expect(output.front.x + output.front.width).toBeLessThanOrEqual(width);
    expect(Math.max(input.front.y + input.front.height, output.front.y + output.front.height)).toBeLessThan(
      height,
    );
  });
});

test.each([
  ['subsample', 2],
  ['whitening', 1],
])('%s is drawn with the window that moves over its input', (type, stride) => {
  const { window } = exampleOf(type, type === 'whitening');
  expect(window).toMatchObject({ kernel: 2, stride, padding: 0 });
});

test('a convolution of 3×3 with 16 filters over 32×32×16', () => {
  const { output, parameterCount, macs } = exampleOf('conv');
  expect(output).toEqual({ height: 30, width: 30, channels: 16 });
  expect([parameterCount, macs]).toEqual([3 * 3 * 16 * 16 + 16, 30 * 30 * 16 * 3 * 3 * 16]);
});

test('its window is 3 of 32 pixels wide, a third of the way across', () => {
  const { input, window } = layerDrawing(exampleOf('conv'));
  const pixel = input.front.width / 32;
  expect(window.width).toBeCloseTo(3 * pixel, 9);
  expect(window.x).toBeCloseTo(input.front.x + 10 * pixel, 9);
});
