// The network document: what is accepted round-trips, and what is not is refused with its place, whatever
// it is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layers } from '../layers/index.ts';
import { analyse } from '../plan/analyse.ts';
import {
  arbitraryClasses,
  arbitraryDocument,
  arbitraryDocumentSource,
} from '../testing/arbitraryDocument.ts';
import { compactDocument, freshId, parseDocument, walk } from './document.ts';
import { EngineError } from './messages.ts';
import { presets } from './presets/index.ts';

const input = { height: 4, width: 4, channels: 1 };
const document = (...elements: unknown[]) => ({ version: 1, input, layers: elements });

describe('round trips', () => {
  test('of any document', () => {
    fc.assert(
      fc.property(arbitraryDocument, (complete) => {
        const compact = compactDocument(complete);
        expect(parseDocument(compact)).toEqual(complete);
        expect(parseDocument(JSON.stringify(compact))).toEqual(complete);
        expect(parseDocument(complete)).toEqual(complete);
      }),
    );
  });

  test.each(presets)('of the preset $id', ({ network }) => {
    expect(parseDocument(JSON.stringify(compactDocument(network)))).toEqual(network);
  });
});

describe('defaults', () => {
  test.each(layers)('$type takes every default', ({ type, fields, idStem }) => {
    const [element] = parseDocument(document({ type })).layers;
    const defaults = Object.fromEntries(fields.map((field) => [field.key, field.default]));
    expect(element).toEqual({ id: `${idStem}1`, type, ...defaults });
    expect(compactDocument(parseDocument(document({ type })))).toMatchObject({
      layers: [{ id: `${idStem}1`, type }],
    });
  });

  test('of a block, which links leave out', () => {
    const branches = [[], []];
    const parsed = parseDocument(document({ type: 'parallel', branches }));
    expect(parsed.layers).toEqual([
      { id: 'block1', type: 'parallel', merge: 'concat', weight: 0.3, branches },
    ]);
    expect(compactDocument(parsed)).toMatchObject({ layers: [{ id: 'block1', type: 'parallel', branches }] });
    expect(JSON.stringify(compactDocument(parsed))).not.toMatch(/merge|weight/);
  });

  test('name, loss and ids, which avoid those that are given', () => {
    const parsed = parseDocument(
      document(
        { type: 'conv' },
        { type: 'conv', id: 'conv1' },
        { type: 'parallel', branches: [[], [{ type: 'conv' }]] },
      ),
    );
    expect([...walk(parsed.layers)].map(({ id }) => id)).toEqual(['conv2', 'conv1', 'block1', 'conv3']);
    expect(parsed).toMatchObject({ name: 'untitled', loss: { type: 'softmax' } });
    expect(freshId('parallel', new Set(['block1', 'block3']))).toBe('block2');
  });
});

/** The error that a source is refused with. */
function refusal(source: unknown): EngineError {
  try {
    parseDocument(source);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('this document was accepted');
}

describe('refused with its place', () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? { type: 'relu' } : { type: 'parallel', branches: [[], [nested(depth - 1)]] };

  test.each<[string, unknown, string, string]>([
    ['null', null, 'document.schema', 'the top'],
    ['a number', 7, 'document.schema', 'the top'],
    ['a list', [], 'document.schema', 'the top'],
    ['no version', { input, layers: [] }, 'document.schema', 'version'],
    ['version as text', { ...document(), version: '1' }, 'document.schema', 'version'],
    ['no input', { version: 1, layers: [] }, 'document.schema', 'input'],
    ['no layers', { version: 1, input }, 'document.schema', 'layers'],
    [
      'input of no pixels',
      { ...document(), input: { ...input, width: 0 } },
      'document.schema',
      'input.width',
    ],
    ['half a pixel', { ...document(), input: { ...input, height: 1.5 } }, 'document.schema', 'input.height'],
    ['an unknown loss', { ...document(), loss: { type: 'absolute' } }, 'document.schema', 'loss.type'],
    [
      'a setting of another loss',
      { ...document(), loss: { type: 'hinge', labelSmoothing: 0 } },
      'document.schema',
      'loss',
    ],
    ['an unknown key', { ...document(), colour: 'red' }, 'document.schema', 'the top'],
    ['a layer that is null', document(null), 'document.type', 'layers.0'],
    ['a layer that is text', document('relu'), 'document.type', 'layers.0'],
    ['a layer without type', document({ filters: 3 }), 'document.type', 'layers.0'],
    ['an unknown type', document({ type: 'convolution' }), 'document.type', 'layers.0'],
    ['a type that every object has', document({ type: 'constructor' }), 'document.type', 'layers.0'],
    ['a type that cannot be text', document({ type: { toString: 1 } }), 'document.type', 'layers.0'],
    ['an unknown field', document({ type: 'conv', size: 3 }), 'document.schema', 'layers.0'],
    [
      'a field of another type',
      document({ type: 'conv', filters: '16' }),
      'document.schema',
      'layers.0.filters',
    ],
    [
      'too few filters',
      document({ type: 'relu' }, { type: 'conv', filters: 0 }),
      'document.schema',
      'layers.1.filters',
    ],
    ['three sides', document({ type: 'conv', kernel: [1, 2, 3] }), 'document.schema', 'layers.0.kernel'],
    [
      'a side out of range',
      document({ type: 'pool', stride: [1, 65] }),
      'document.schema',
      'layers.0.stride.1',
    ],
    ['an unknown choice', document({ type: 'pool', kind: 'median' }), 'document.schema', 'layers.0.kind'],
    ['one branch', document({ type: 'parallel', branches: [[]] }), 'document.schema', 'layers.0.branches'],
    [
      'branches that are no lists',
      document({ type: 'parallel', branches: [{}, {}] }),
      'document.schema',
      'layers.0.branches.0',
    ],
    [
      'a mistake in a branch',
      document({ type: 'parallel', branches: [[], [{ type: 'fc', units: 0 }]] }),
      'document.schema',
      'layers.0.branches.1.0.units',
    ],
    [
      'a weight out of range',
      document({ type: 'parallel', merge: 'head', weight: 11, branches: [[], []] }),
      'document.schema',
      'layers.0.weight',
    ],
    ['an id with a dot', document({ type: 'relu', id: 'a.b' }), 'document.schema', 'layers.0.id'],
    [
      'blocks nested too deep',
      document(nested(9)),
      'document.schema',
      `layers.0${'.branches.1.0'.repeat(8)}`,
    ],
  ])('%s', (_, source, code, path) => {
    const error = refusal(source);
    expect([error.code, error.values.path]).toEqual([code, path]);
    expect(error.message).toContain(path);
  });

  test.each([
    ['text that is not JSON', '{"version": 1,', 'document.json', /not valid JSON: .*position|JSON/],
    ['another version', { ...document(), version: 2 }, 'document.version', /version 2/],
    [
      'an id used twice',
      document({ type: 'relu', id: 'a' }, { type: 'relu', id: 'a' }),
      'document.duplicateId',
      /"a"/,
    ],
    ['an id that is taken', document({ type: 'relu', id: 'softmax' }), 'document.duplicateId', /"softmax"/],
    [
      'a size that is text',
      document({ type: 'conv', kernel: 'large' }),
      'document.schema',
      /from 1 to 64, or \[height, width\]/,
    ],
    [
      'an unknown type',
      document({ type: 'convolution' }),
      'document.type',
      /"convolution" at layers.0; known types: conv, /,
    ],
  ])('%s, in a sentence', (_, source, code, sentence) => {
    const error = refusal(source);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
  });

  test('eight blocks inside each other are accepted', () => {
    expect(parseDocument(document(nested(8))).layers).toHaveLength(1);
  });
});

/** Either an EngineError or a document that can be analysed; anything else is thrown on. */
function tryDocument(source: unknown): void {
  try {
    analyse(parseDocument(source), arbitraryClasses);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'document.schema' || error.code === 'document.type')
      expect(error.values.path).toBeTruthy();
  }
}

/** Every place in a JSON value, as a path of keys. */
function* places(value: unknown, path: string[] = []): Generator<string[]> {
  yield path;
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* places(inner, [...path, key]);
}

function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  if (path.length === 0) return replacement;
  const [key, ...rest] = path;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const record = copy as unknown as Record<string, unknown>;
  record[key] = replaceAt(record[key], rest, replacement);
  return copy;
}

describe('nothing but an EngineError', () => {
  test('from any text or JSON value', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), tryDocument));
  });

  test('from documents with anything put in any place', () => {
    fc.assert(
      fc.property(
        arbitraryDocumentSource,
        fc.nat(),
        fc.oneof(
          fc.jsonValue(),
          fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 2 ** 53, '', '__proto__', undefined),
          fc.constantFrom(1024, 4096, 64, [64, 64], 16384),
        ),
        (source, place, value) => {
          const all = [...places(source)];
          tryDocument(replaceAt(source, all[place % all.length], value));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('from keys that reach the prototype', () => {
    tryDocument('{"version":1,"__proto__":{"layers":[]},"input":{}}');
    tryDocument(
      '{"version":1,"input":{"height":1,"width":1,"channels":1},"layers":[{"type":"relu","__proto__":{}}]}',
    );
    expect(({} as { layers?: unknown }).layers).toBeUndefined();
  });
});
