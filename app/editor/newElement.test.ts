// Whatever the palette inserts, wherever it is inserted in a preset, the geometry above the loss stays whole.
import { describe, expect, test } from 'vitest';
import { layerOf } from '../../engine/layers/index.ts';
import { analyse, walkReports } from '../../engine/plan/analyse.ts';
import { isParallel, walk } from '../../engine/spec/document.ts';
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import type { Place } from '../store/editor.ts';
import { find, insert, setField } from './edits.ts';
import { newElement, paletteTypes } from './newElement.ts';

/** Nets with blocks and without, small enough to be analysed once for each place and type. */
const networks = presets.filter(({ family }) => family === 'start').map((preset) => preset.network);

describe.each(paletteTypes)('%s', (type) => {
  test('is valid itself at every place of nets to begin with', () => {
    for (const network of networks) {
      const report = analyse(network, 10);
      const places: Place[] = [{ block: null, branch: 0, index: 0 }];
      for (const element of walk(network.layers)) {
        const { place } = find(network, element.id)!;
        places.push({ ...place, index: place.index + 1 });
        if (isParallel(element))
          for (const branch of element.branches.keys()) places.push({ block: element.id, branch, index: 0 });
      }
      // What reads the images themselves stands first, or says that it must.
      const allowed = layerOf(type)?.readsImages ? places.slice(0, 1) : places;
      for (const place of allowed) {
        const { document, id } = insert(network, place, newElement(type, report, place));
        const inserted = [...walkReports(analyse(document, 10).elements)].find((one) => one.id === id)!;
        // A table of connections needs channels of its number: nothing that the palette could choose.
        if (inserted.diagnostic?.code === 'connections.channels') continue;
        expect(inserted.diagnostic, `${type} at ${JSON.stringify(place)} of ${network.name}`).toBeNull();
      }
    }
  });
});

test('an auxiliary head leaves the net as it is, and a block can become one', () => {
  const { network } = presetOf('convnetjs-cifar10');
  const report = analyse(network, 10);
  const place = { block: null, branch: 0, index: 3 };
  const { document, id } = insert(network, place, newElement('head', report, place));
  const headed = analyse(document, 10);
  expect([id, headed.valid]).toEqual(['block1', true]);
  // The averages of 16 maps, ten units over them.
  expect(headed.inHeads).toEqual({ parameterCount: 170, macs: 160 });
  expect(headed.parameterCount).toBe(22_466 + 170);
  const summed = analyse(setField(document, id, 'merge', 'add'), 10);
  expect(summed.elements[3].diagnostic?.code).toBe('merge.shapes');
  const again = setField(setField(document, id, 'merge', 'add'), id, 'merge', 'head');
  expect(again).toEqual(document);
});

test('a convolution takes after the last one and keeps the size', () => {
  const { network } = presetOf('convnetjs-cifar10');
  const report = analyse(network, 10);
  const conv = newElement('conv', report, { block: null, branch: 0, index: 6 });
  expect(conv).toMatchObject({ filters: 20, kernel: 5, stride: 1, padding: 2 });
  expect(newElement('conv', report, { block: null, branch: 0, index: 0 })).toMatchObject({
    filters: 16,
    kernel: 3,
    padding: 1,
  });
});

test('a residual block keeps the shape, and a last fully connected layer gives the classes', () => {
  const { network } = presetOf('convnetjs-cifar10');
  const report = analyse(network, 10);
  const place = { block: null, branch: 0, index: 3 };
  const { document } = insert(network, place, newElement('parallel', report, place));
  expect(analyse(document, 10).valid).toBe(true);
  const end = { block: null, branch: 0, index: network.layers.length };
  expect(newElement('fc', report, end)).toMatchObject({ units: 10 });
  expect(newElement('fc', report, place)).toMatchObject({ units: 64 });
});
