// Worked numbers: parameters and multiply-accumulates of small presets as computed by hand, layer by layer,
// shapes known from the literature, and every line of arithmetic shown evaluated again.
import { describe, expect, test } from 'vitest';
import { type NetworkDocument, parseDocument } from '../spec/document.ts';
import { classesLearned } from '../spec/placing.ts';
import { presetOf, presets } from '../spec/presets/index.ts';
import { shapeText } from '../spec/shape.ts';
import { evaluateFormula } from '../testing/formula.ts';
import { caseClasses, caseDocument, layerCases } from '../testing/layerCases.ts';
import { analyse, type ElementReport, firstDiagnostic, walkReports } from './analyse.ts';
import { countValues } from './values.ts';

/** [parameters, multiply-accumulates] of each learning layer in order. */
const handCounts: Record<string, [parameters: number, macs: number][]> = {
  'convnetjs-cifar10': [
    [5 * 5 * 3 * 16 + 16, 32 * 32 * 16 * 75],
    [5 * 5 * 16 * 20 + 20, 16 * 16 * 20 * 400],
    [5 * 5 * 20 * 20 + 20, 8 * 8 * 20 * 500],
    [4 * 4 * 20 * 10 + 10, 320 * 10],
  ],
  linear: [[3072 * 10 + 10, 30_720]],
  'small-vgg': [
    [1792, 1_769_472],
    [36_928, 37_748_736],
    [73_856, 18_874_368],
    [147_584, 37_748_736],
    [295_168, 18_874_368],
    [590_080, 37_748_736],
    [4 * 4 * 256 * 256 + 256, 1_048_576],
    [256 * 10 + 10, 2560],
  ],
  'cifar-vgg16': [
    [1792, 1_769_472],
    [36_928, 37_748_736],
    [73_856, 18_874_368],
    [147_584, 37_748_736],
    [295_168, 18_874_368],
    [590_080, 37_748_736],
    [590_080, 37_748_736],
    [1_180_160, 18_874_368],
    [2_359_808, 37_748_736],
    [2_359_808, 37_748_736],
    [2_359_808, 9_437_184],
    [2_359_808, 9_437_184],
    [2_359_808, 9_437_184],
    [512 * 512 + 512, 262_144],
    [512 * 10 + 10, 5120],
  ],
  'small-resnet': [
    [448, 442_368],
    [2320, 2_359_296],
    [2320, 2_359_296],
    [4640, 1_179_648],
    [9248, 2_359_296],
    [9248, 2_359_296],
    [18_496, 1_179_648],
    [36_928, 2_359_296],
    [36_928, 2_359_296],
    [650, 640],
  ],
  'small-inception': [
    [448, 442_368],
    [272, 65_536],
    [136, 32_768],
    [1168, 294_912],
    [68, 16_384],
    [808, 204_800],
    [136, 32_768],
    [1568, 98_304],
    [784, 49_152],
    [4640, 294_912],
    [392, 24_576],
    [3216, 204_800],
    [784, 49_152],
    [970, 960],
  ],
};

/** Activations: values of one example in the input and after every layer that is not elementwise. */
const handTotals: Record<string, [parameters: number, macs: number, activations: number]> = {
  'convnetjs-cifar10': [22_466, 3_920_000, 31_562],
  linear: [30_730, 30_720, 3082],
  'small-vgg': [2_196_810, 153_815_552, 261_386],
  'cifar-vgg16': [14_982_474, 313_463_808, 311_306],
  'small-resnet': [121_226, 16_958_080, 95_306],
  'small-inception': [15_390, 1_811_392, 56_938],
};

const learning = (report: ElementReport) => report.parameters.length > 0;
test.each(Object.keys(handCounts))('%s has the numbers computed by hand', (id) => {
  const report = analyse(presetOf(id).network, 10);
  expect(report.valid).toBe(true);
  const counts = [...walkReports(report.elements)]
    .filter(learning)
    .map(({ parameterCount, macs }) => [parameterCount, macs]);
  expect(counts).toEqual(handCounts[id]);
  expect([report.parameterCount, report.macs, countValues(report, { keepActivations: false })]).toEqual(
    handTotals[id],
  );
});

const outputs = (document: NetworkDocument, classes = 10) =>
  [...walkReports(analyse(document, classes).elements)].map(({ output }) => shapeText(output));

test('the default net has the shapes of its original', () => {
  expect(outputs(presets[0].network)).toEqual([
    '32×32×16',
    '32×32×16',
    '16×16×16',
    '16×16×20',
    '16×16×20',
    '8×8×20',
    '8×8×20',
    '8×8×20',
    '4×4×20',
    '1×1×10',
  ]);
});

test('the first layers of AlexNet', () => {
  const alexNet = parseDocument({
    version: 1,
    input: { height: 227, width: 227, channels: 3 },
    layers: [
      { type: 'conv', filters: 96, kernel: 11, stride: 4 },
      { type: 'relu' },
      { type: 'pool', kernel: 3, stride: 2 },
      { type: 'conv', filters: 256, kernel: 5, padding: 2, groups: 2 },
      { type: 'relu' },
      { type: 'pool', kernel: 3, stride: 2 },
      { type: 'conv', filters: 384, kernel: 3, padding: 1 },
    ],
  });
  const { elements } = analyse(alexNet, 1000);
  expect(outputs(alexNet)).toEqual([
    '55×55×96',
    '55×55×96',
    '27×27×96',
    '27×27×256',
    '27×27×256',
    '13×13×256',
    '13×13×384',
  ]);
  expect(elements.filter(learning).map((one) => one.parameterCount)).toEqual([34_944, 307_456, 885_120]);
  expect(elements[0].macs).toBe(105_415_200);
});

test('locally connected layers: one filter bank for each position', () => {
  const counted = (size: number, channels: number, settings: object) => {
    const input = { height: size, width: size, channels };
    const document = parseDocument({ version: 1, input, layers: [{ type: 'local', ...settings }] });
    const [report] = analyse(document, 10).elements;
    const sizes = report.parameters.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    return [report.parameterCount, ...sizes];
  };
  // AlexNet's first layer, if its filters were not shared, as CS231n counts them.
  const shared = 55 * 55 * 96;
  expect(counted(227, 3, { filters: 96, kernel: 11, stride: 4 })).toEqual([
    105_705_600,
    shared * 363,
    shared,
  ]);
  // local3 of cuda-convnet's 13% net.
  expect(counted(6, 64, { filters: 32, kernel: 3, padding: 1 })).toEqual([664_704, 663_552, 1152]);
});

test('C3 of LeNet-5, whose filters read three, four or six maps of six', () => {
  const layers = [{ type: 'partialConv' }];
  const [report] = analyse(
    parseDocument({ version: 1, input: { height: 14, width: 14, channels: 6 }, layers }),
    10,
  ).elements;
  expect(report.parameters.map(({ shape }) => shape)).toEqual([[5, 5, 60], [16]]);
  expect(report).toMatchObject({ parameterCount: 1516, macs: 150_000 });
});

test('a table of connections says how many channels it needs', () => {
  const layers = [{ type: 'partialConv' }];
  const [report] = analyse(
    parseDocument({ version: 1, input: { height: 14, width: 14, channels: 5 }, layers }),
    10,
  ).elements;
  expect(report.diagnostic).toMatchObject({
    code: 'connections.channels',
    values: { table: 'lenet5', expected: 6, actual: 5 },
  });
});

test('the first layers of GoogLeNet, whose pools round up', () => {
  const pool = { type: 'pool', kernel: 3, stride: 2, rounding: 'ceil' };
  const document = parseDocument({
    version: 1,
    input: { height: 224, width: 224, channels: 3 },
    layers: [
      { type: 'conv', filters: 64, kernel: 7, stride: 2, padding: 3, rounding: 'floor' },
      pool,
      { type: 'conv', filters: 64, kernel: 1 },
      { type: 'conv', filters: 192, kernel: 3, padding: 1 },
      pool,
    ],
  });
  expect(outputs(document)).toEqual(['112×112×64', '56×56×64', '56×56×64', '56×56×192', '28×28×192']);
});

describe('every line of arithmetic comes out', () => {
  const documents = [
    ...presets.map(({ network, training }) => ({
      title: network.name,
      network,
      classes: classesLearned(training, 10),
    })),
    ...Object.values(layerCases)
      .flat()
      .map((one) => ({ title: one.title, network: caseDocument(one), classes: caseClasses })),
  ];
  test.each(documents)('$title', ({ network, classes }) => {
    for (const report of walkReports(analyse(network, classes).elements)) {
      for (const { quantity, formula, result } of report.arithmetic) {
        expect(evaluateFormula(formula), formula).toBe(result);
        if (quantity === 'parameters') expect(result).toBe(report.parameterCount);
        if (quantity === 'macs') expect(result).toBe(report.macs);
      }
    }
  });
});

describe('mistakes', () => {
  const input = { height: 8, width: 8, channels: 2 };
  const report = (layers: unknown[], classes = 10) =>
    analyse(parseDocument({ version: 1, input, layers }), classes);

  test('layers below a mistake keep a shape and are marked', () => {
    const { elements, loss, valid } = report([
      { type: 'conv', kernel: 9 },
      { type: 'relu' },
      { type: 'fc', units: 7 },
    ]);
    expect(elements.map(({ diagnostic, stale }) => [diagnostic?.code, stale])).toEqual([
      ['geometry.tooLarge', false],
      [undefined, true],
      [undefined, true],
    ]);
    expect(elements[0].output).toEqual(input);
    expect([loss.diagnostic, loss.stale, valid]).toEqual([null, true, false]);
  });

  test('the last shape must be one value for each class', () => {
    const { loss, valid } = report([{ type: 'fc', units: 7 }]);
    expect(valid).toBe(false);
    expect(loss.diagnostic).toMatchObject({ code: 'loss.shape', values: { classes: 10, shape: '1×1×7' } });
  });

  test.each([
    ['add', 'channels', '8×8×3, 8×8×2'],
    ['concat', 'height and width', '6×6×2, 8×8×2'],
  ])('%s wants equal %s', (merge, _, shapes) => {
    const layer = merge === 'add' ? { filters: 3, padding: 1 } : { filters: 2 };
    const wrong = report([
      { type: 'parallel', merge, branches: [[{ type: 'conv', kernel: 3, ...layer }], []] },
    ]);
    expect(firstDiagnostic(wrong)).toMatchObject({
      layer: 'block1',
      diagnostic: { code: 'merge.shapes', values: { shapes } },
    });
  });

  test('every branch but the first of a block with heads must give the classes', () => {
    const fc = (id: string, units: number) => ({ id, type: 'fc', units });
    const head = (...branches: unknown[][]) => ({ type: 'parallel', merge: 'head', branches });
    const wrong = report([head([], [fc('a', 10)], [fc('b', 7)]), fc('end', 10)]);
    expect(firstDiagnostic(wrong)).toEqual({
      layer: 'block1',
      diagnostic: { code: 'head.shape', values: { branch: 3, classes: 10, shape: '1×1×7' }, fixes: [] },
    });
    expect(firstDiagnostic(report([head([], []), fc('end', 10)]))?.diagnostic.values).toEqual({
      branch: 2,
      classes: 10,
      shape: '8×8×2',
    });
    const right = report([head([fc('trunk', 5)], [fc('a', 10), head([], [fc('b', 10)])]), fc('end', 10)]);
    expect(right.valid).toBe(true);
    expect(right.elements[0].output).toEqual({ height: 1, width: 1, channels: 5 });
    // The head and the head on it: 129 for each class over the image, 11 over ten values.
    expect(right.inHeads).toEqual({ parameterCount: 1290 + 110, macs: 1280 + 100 });
    expect(right.parameterCount).toBe(645 + 1290 + 110 + 60);
  });

  test('a mistake inside a block is the first, not what follows from it', () => {
    const wrong = report([
      { type: 'parallel', merge: 'add', branches: [[{ type: 'conv', id: 'wrong', kernel: 9 }], []] },
    ]);
    expect(firstDiagnostic(wrong)?.layer).toBe('wrong');
    expect(wrong.elements[0].diagnostic).toBeNull();
  });

  test('groups must divide channels and filters', () => {
    const wrong = report([{ type: 'conv', filters: 6, kernel: 3, groups: 3 }]);
    expect(firstDiagnostic(wrong)?.diagnostic).toEqual({
      code: 'conv.groups',
      values: { groups: 3, input: 2, filters: 6 },
      field: 'groups',
      fixes: [{ field: 'groups', value: 2, output: { height: 6, width: 6, channels: 6 } }],
    });
  });
});
