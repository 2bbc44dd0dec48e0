// Arbitrary network documents and settings for property tests: whatever the schema accepts, built from the
// layers' own field lists, and small, so that a step of any of them takes a millisecond.
import fc from 'fast-check';
import { layers } from '../layers/index.ts';
import { blockFields } from '../spec/blockFields.ts';
import { type NetworkDocument, parseDocument } from '../spec/document.ts';
import type { Field } from '../spec/fields.ts';
import { parseTraining, type TrainingDocument, trainingFields } from '../spec/training.ts';

/** Classes that documents mostly end in. */
export const arbitraryClasses = 3;

/** Whole numbers from `min` to a little above it: small values are the ones that fit together. */
const small = (min: number, max: number) => fc.integer({ min, max: Math.min(max, min + 4) });

function arbitraryValue(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'integer':
      return small(field.min, field.max);
    case 'number':
      return fc.double({ min: field.min, max: field.max, noNaN: true }).map((value) => value + 0);
    case 'size': {
      const one = small(field.min, field.max);
      return fc.oneof({ weight: 3, arbitrary: one }, fc.tuple(one, one));
    }
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'boolean':
      return fc.boolean();
  }
}

/** Settings as a person writes them: some fields given, the rest left to their defaults. */
const arbitrarySettings = (fields: readonly Field[]) =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, arbitraryValue(field)])), {
    requiredKeys: [],
  });

const arbitraryLayer = fc
  .constantFrom(...layers)
  .chain((layer) => arbitrarySettings(layer.fields).map((settings) => ({ type: layer.type, ...settings })));

const arbitraryEnded = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false));

type Source = { type: string; branches?: Source[][]; [field: string]: unknown };

const arbitraryStack = (depth: number, most: number): fc.Arbitrary<Source[]> =>
  fc.array(
    depth === 0
      ? arbitraryLayer
      : fc.oneof({ weight: 4, arbitrary: arbitraryLayer }, { weight: 1, arbitrary: arbitraryBlock(depth) }),
    { maxLength: most },
  );

const ending: Source = { type: 'fc', units: arbitraryClasses };

/** Auxiliary heads mostly end in the classes. */
const arbitraryBlock = (depth: number): fc.Arbitrary<Source> =>
  fc
    .record({
      settings: arbitrarySettings(blockFields),
      branches: fc.array(arbitraryStack(depth - 1, 2), { minLength: 2, maxLength: 3 }),
      ended: arbitraryEnded,
    })
    .map(({ settings, branches, ended }) => {
      const isHead = (branch: number) => ended && settings.merge === 'head' && branch > 0;
      return {
        type: 'parallel',
        ...settings,
        branches: branches.map((branch, index) => (isHead(index) ? [...branch, ending] : branch)),
      };
    });

/** Gives some elements an id of their own, in more than one script. */
function nameSome(elements: Source[], every: number, taken = { count: 0 }): object[] {
  return elements.map((element) => {
    const number = taken.count++;
    const id = every > 0 && number % every === 0 ? { id: `${number % 2 ? '层' : 'my-layer_'}${number}` } : {};
    const branches = element.branches?.map((branch) => nameSome(branch, every, taken));
    return { ...id, ...element, ...(branches ? { branches } : {}) };
  });
}

/** Documents as plain JSON values that `parseDocument` accepts, fields and ids partly left out. */
export const arbitraryDocumentSource: fc.Arbitrary<object> = fc
  .record({
    name: fc.string({ maxLength: 40 }),
    input: fc.record({
      height: fc.integer({ min: 1, max: 8 }),
      width: fc.integer({ min: 1, max: 8 }),
      channels: fc.integer({ min: 1, max: 4 }),
    }),
    layers: arbitraryStack(2, 4),
    named: fc.integer({ min: 0, max: 3 }),
    ended: arbitraryEnded,
  })
  .map(({ name, input, layers, named, ended }) => ({
    version: 1,
    name,
    input,
    layers: nameSome([...layers, ...(ended ? [ending] : [])], named),
  }));

/** Complete documents; many are nets that run, the others have a mistake in their geometry. */
export const arbitraryDocument: fc.Arbitrary<NetworkDocument> = arbitraryDocumentSource.map(parseDocument);

/** Complete training settings with a small batch and a modest learning rate; places are learned by nets made for it. */
export const arbitraryTraining: fc.Arbitrary<TrainingDocument> = fc
  .record({
    settings: arbitrarySettings(trainingFields),
    batch: fc.integer({ min: 1, max: 4 }),
    learningRate: fc.double({ min: 0, max: 0.1, noNaN: true }),
  })
  .map(({ settings, ...modest }) => parseTraining({ ...settings, ...modest, target: 'class' }));
