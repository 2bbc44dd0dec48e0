// A link says the whole state of the page, and reading one never fails.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layers } from '../../engine/layers/index.ts';
import { blockFields } from '../../engine/spec/blockFields.ts';
import { type NetworkDocument, parseDocument } from '../../engine/spec/document.ts';
import type { Field } from '../../engine/spec/fields.ts';
import { presets } from '../../engine/spec/presets/index.ts';
import { parseTraining, trainingFields } from '../../engine/spec/training.ts';
import { engineChoices, engineOptionNames } from './engines.ts';
import { defaultPage, linkOf, packNetwork, parseLink, sameNetwork, unpackNetwork } from './link.ts';
import { createViewStore, type ViewState } from './view.ts';
import { linkedFields, viewEntries } from './viewLink.ts';

/** Any value that a field takes. */
function anyValue(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'integer':
      return fc.integer({ min: field.min, max: field.max });
    case 'number':
      return fc.double({ min: field.min, max: field.max, noNaN: true }).map((value) => value + 0);
    case 'size': {
      const one = fc.integer({ min: field.min, max: field.max });
      return fc.oneof(one, fc.tuple(one, one));
    }
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'boolean':
      return fc.boolean();
  }
}

const anySettings = (fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, anyValue(field)])), { requiredKeys: [] });

const anyLayer = fc.oneof(
  ...layers.map((layer) => anySettings(layer.fields).map((settings) => ({ type: layer.type, ...settings }))),
);

const { stack: anyStack } = fc.letrec<{ stack: unknown[]; element: unknown }>((tie) => ({
  stack: fc.array(tie('element'), { maxLength: 4 }),
  element: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyLayer,
    fc
      .tuple(anySettings(blockFields), fc.array(tie('stack'), { minLength: 2, maxLength: 4 }))
      .map(([settings, branches]) => ({ type: 'parallel', ...settings, branches })),
  ),
}));

const anySide = fc.integer({ min: 1, max: 64 });
const anyNetwork: fc.Arbitrary<NetworkDocument> = fc
  .record({
    version: fc.constant(1),
    name: fc.string({ maxLength: 40 }),
    input: fc.record({ height: anySide, width: anySide, channels: anySide }),
    layers: anyStack,
  })
  .map(parseDocument);

const anyView: fc.Arbitrary<Partial<ViewState>> = fc.record(
  {
    language: fc.constantFrom('en', 'zh-CN'),
    theme: fc.constantFrom('light', 'dark'),
    size: fc.constantFrom('normal', 'projector'),
    tab: fc.constantFrom('network', 'run', 'inside', 'ledger', 'predictions'),
    smoothing: fc.constantFrom(0, 0.5, 0.985, 0.999),
    logScale: fc.boolean(),
    table: fc.boolean(),
    inside: fc.constantFrom('values', 'relu', 'gradients'),
    example: fc.nat(9999),
    channel: fc.nat(511),
    predictions: fc.constantFrom('all', 'wrong'),
    ledgerBars: fc.constantFrom('memory', 'parameters', 'macs'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<ViewState>>;

describe('round trip', () => {
  test('of any document', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const text = packNetwork(network);
        expect(text).toMatch(/^[\w-]+$/);
        expect(unpackNetwork(text)).toEqual(network);
      }),
      { numRuns: 200 },
    );
  });

  test('of any state of the page', () => {
    const anyState = fc.record({
      network: fc.oneof(anyNetwork, fc.constantFrom(...presets.map((preset) => preset.network))),
      draft: fc.option(anyNetwork, { nil: null }),
      training: anySettings(trainingFields).map(parseTraining),
      dataset: fc.constantFrom('cifar10', 'cifar10-mini', 'shapes', 'own-1'),
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
      engine: fc.constantFrom(...engineChoices),
      engineOptions: fc.record({ fused: fc.boolean(), half: fc.boolean() }),
      view: anyView,
    });
    fc.assert(
      fc.property(anyState, ({ draft, ...rest }) => {
        const state = { ...rest, draft: draft ?? rest.network, autostart: false, guide: null };
        expect(parseLink(`#${linkOf(state)}`)).toEqual({ state, problems: [] });
      }),
      { numRuns: 150 },
    );
  });

  test('every field of the view is either in the link or of the moment', () => {
    const ofTheMoment = ['cursor'];
    expect([...linkedFields, ...ofTheMoment].toSorted()).toEqual(
      Object.keys(createViewStore().getState()).toSorted(),
    );
  });
});

describe('what a link looks like', () => {
  test('no name means two things', () => {
    const view = createViewStore().getState();
    const names = viewEntries(view).map(([name]) => name);
    const others = [
      'preset',
      'net',
      'draft',
      'data',
      'seed',
      'engine',
      ...engineOptionNames,
      'autostart',
      'layers',
      'flip',
    ];
    const all = [...names, ...others, ...trainingFields.map((field) => field.key)];
    expect(new Set(all).size).toBe(all.length);
  });

  test('a first visit', () => {
    expect(linkOf(defaultPage())).toBe('preset=convnetjs-cifar10&data=cifar10&seed=7');
  });

  test('only what differs from the preset', () => {
    const state = defaultPage();
    const training = { ...state.training, learningRate: 0.1, mirror: 'alternating' as const };
    expect(linkOf({ ...state, training, view: { theme: 'dark' } })).toBe(
      'preset=convnetjs-cifar10&data=cifar10&seed=7&learningRate=0.1&mirror=alternating&theme=dark',
    );
  });

  test('what earlier versions said of mirroring is understood', () => {
    expect(parseLink('#flip=0').state.training.mirror).toBe('off');
    expect(parseLink('#mirror=alternating&flip=1').state.training.mirror).toBe('random');
    expect(parseLink('#flip=1').problems).toEqual([]);
  });

  test('a net may be written as JSON by hand', () => {
    const { state, problems } = parseLink(
      '#net={"version":1,"input":{"height":8,"width":8,"channels":1},"layers":[{"type":"fc"}]}&autostart=1',
    );
    expect(problems).toEqual([]);
    expect(state.network.layers).toHaveLength(1);
    expect(state.autostart).toBe(true);
  });

  test('the guide is opened at its beginning or at a layer', () => {
    expect(parseLink('#layers').state).toEqual({ ...defaultPage(), guide: '' });
    expect(parseLink('#layers=conv').state).toEqual({ ...defaultPage(), guide: 'conv' });
  });

  test('documents that were parsed from other key orders are the same net', () => {
    const { network } = presets[0];
    expect(sameNetwork(network, parseDocument(JSON.stringify(network)))).toBe(true);
  });
});

describe('bad links', () => {
  test.each([
    ['#preset=nothing', 'preset', 'preset.unknown'],
    ['#net=%%%', 'net', 'document.json'],
    ['#net=AAAA', 'net', 'document.json'],
    ['#net={"version":2}', 'net', 'document.version'],
    ['#draft={"version":1}', 'draft', 'document.schema'],
    ['#learningRate=fast', 'learningRate', 'training.schema'],
    ['#batch=0', 'batch', 'training.schema'],
    ['#flip=yes', 'flip', 'training.schema'],
    ['#seed=-1', 'seed', null],
    ['#engine=quantum', 'engine', null],
    ['#layers=nothing', 'layers', null],
    ['#theme=blue', 'theme', null],
    ['#image=-3', 'image', null],
    ['#colour=red', 'colour', null],
  ])('%s', (hash, name, code) => {
    const { state, problems } = parseLink(hash);
    expect(problems.map((problem) => [problem.name, problem.error?.code ?? null])).toEqual([[name, code]]);
    expect(state).toEqual(defaultPage());
  });

  test('any text gives a state', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (hash) => {
        expect(parseLink(hash).state.network.version).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});
