// What a step of the compared nets costs, and what a contestant is given of them, computed by hand.
import { expect, test } from 'vitest';
import { analyse } from '../../engine/plan/analyse.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { kernelShapes, shapeTitle } from './kernelCases.ts';
import { classes, convolutionCalls, deepened, flopsPerImage, nets, widened } from './nets.ts';
import { makeProblem } from './problem.ts';

test.each([
  // Three passes of two operations for each multiply-accumulate, less the gradient of the images.
  ['M1', 6 * 3_920_000 - 2 * 1_228_800, 21.1],
  ['M2', 6 * 12_354_176 - 2 * 2_457_600, 69.2],
  ['M3', 6 * 153_815_552 - 2 * 1_769_472, 919],
] as const)('%s costs %i operations for each image trained', (net, operations, millions) => {
  expect(flopsPerImage(nets[net])).toBe(operations);
  expect(Number((operations / 1e6).toPrecision(3))).toBe(millions);
});

test('M2 has the shapes of cifar10_quick, whose pools round up', () => {
  const shapes = analyse(nets.M2, classes).elements.map(({ output }) => shapeText(output));
  expect([1, 5, 8].map((at) => shapes[at])).toEqual(['16×16×32', '8×8×32', '4×4×64']);
  expect(shapes.slice(-3)).toEqual(['4×4×64', '1×1×64', '1×1×10']);
});

test('a convolution of a deeper net costs the same as the one before', () => {
  const [one, two, three] = [1, 2, 3].map((depth) => flopsPerImage(deepened(depth)));
  expect(two - one).toBe(6 * 16 * 16 * 32 * 32 * 9);
  expect(three - two).toBe(two - one);
  expect(flopsPerImage(widened(1))).toBe(flopsPerImage(nets.M1));
});

test('a step has one forward pass and one weight gradient for each learning layer, and all but one input gradient', () => {
  const count = (op: string) => convolutionCalls(nets.M3, 4).filter((call) => call.op === op).length;
  expect([count('convForward'), count('convBackwardWeight'), count('convBackwardInput')]).toEqual([8, 8, 7]);
});

test('the shapes of kernels are named once each', () => {
  const titles = kernelShapes(false).map(shapeTitle);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles[0]).toBe('5×5, 3 to 16 channels, 32×32, batch 32');
  expect(titles).toContain('512×512 by 512×512');
  expect(kernelShapes(true)).toHaveLength(4);
});

test('a problem holds plain layers, initial weights and the first batches', () => {
  const { layers, parameters, batches } = makeProblem(nets.M2, 4);
  expect(layers.map(({ type, relu }) => (relu ? `${type} relu` : type))).toEqual(
    'conv|pool relu|conv relu|pool|conv relu|pool|fc|fc'.split('|'),
  );
  expect([...parameters.values()].reduce((sum, { data }) => sum + data.length, 0)).toBe(
    2432 + 25_632 + 51_264 + (1024 * 64 + 64) + 650,
  );
  expect(batches.map(({ images, labels }) => [images.length, labels.length])).toEqual(
    new Array(4).fill([4 * 3072, 4]),
  );
  // Data are shuffled: neighbours in a batch are not neighbours in the data set, whose labels count up.
  expect([...batches[0].labels]).not.toEqual([0, 1, 2, 3]);
});
