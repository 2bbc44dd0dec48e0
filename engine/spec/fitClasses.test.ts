// Which layers follow the number of classes of the data.
import { expect, test } from 'vitest';
import { type Element, parseDocument, walk } from './document.ts';
import { fitClasses } from './fitClasses.ts';
import { presetOf } from './presets/index.ts';

const documentOf = (...layers: unknown[]) =>
  parseDocument({ version: 1, input: { height: 4, width: 4, channels: 1 }, layers });
const units = (layers: Element[]) =>
  Object.fromEntries(
    [...walk(layers)].flatMap((one) =>
      one.type === 'fc' ? [[one.id, (one as { units?: unknown }).units]] : [],
    ),
  );
const fc = (id: string) => ({ id, type: 'fc', units: 10 });
const parallel = (merge: string, ...branches: unknown[][]) => ({ type: 'parallel', merge, branches });

test('the last layer, and those of heads wherever they stand; no other', () => {
  const document = documentOf(
    fc('first'),
    parallel('add', [fc('inside'), parallel('head', [], [fc('hidden'), fc('nested')])], []),
    parallel('head', [fc('trunk')], [fc('one')], [fc('two')]),
    fc('last'),
  );
  expect(units(fitClasses(document, 3).layers)).toEqual({
    ...{ first: 10, inside: 10, hidden: 10, trunk: 10 },
    ...{ nested: 3, one: 3, two: 3, last: 3 },
  });
  expect(units(document.layers).last).toBe(10);
});

test('a net that fits, that ends in another layer, or that says its classes is left alone', () => {
  for (const document of [
    documentOf(fc('last')),
    documentOf(fc('last'), { type: 'relu' }),
    presetOf('googlenet').network,
  ])
    expect(fitClasses(document, 10)).toBe(document);
});
