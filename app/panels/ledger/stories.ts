// Worked examples on the memory and the weights of well-known nets: every line a formula with its numbers in, and the
// net to open beside it.
import { analyse, walkReports } from '../../../engine/plan/analyse.ts';
import { type NetworkDocument, parseDocument } from '../../../engine/spec/document.ts';
import { presetOf } from '../../../engine/spec/presets/index.ts';

export interface StoryLine {
  /** Its text is stories:<story>.lines.<key>. */
  key: string;
  formula: string;
  result: number;
  unit?: 'bytes';
}

export interface Story {
  id: string;
  lines: readonly StoryLine[];
  /** Nets to open, under the text stories:<story>.open.<key>. */
  nets: readonly { key: string; network: NetworkDocument }[];
  /** Its net is counted line by line in the same dialog, and it stays open. */
  counted?: true;
}

const line = (key: string, formula: string, result: number, unit?: 'bytes'): StoryLine => ({
  key,
  formula,
  result,
  ...(unit && { unit }),
});

const conv = (filters: number, kernel: number, padding: number) => ({
  type: 'conv',
  filters,
  kernel,
  padding,
});
const relu = { type: 'relu' };

/** AlexNet whose first layer has filters of its own at every place. */
function unsharedAlexNet(): NetworkDocument {
  const { network } = presetOf('alexnet');
  const [{ filters, kernel, stride, id }, ...rest] = network.layers as {
    [key: string]: unknown;
    id: string;
  }[];
  const local = { id, type: 'local', filters, kernel, stride };
  return parseDocument({ ...network, name: 'AlexNet, unshared', layers: [local, ...rest] });
}

const sharing = (): Story => ({
  id: 'sharing',
  lines: [
    line('size', '(227 - 11)/4 + 1', 55),
    line('neurons', '55*55*96', 290_400),
    line('unshared', '290400*(11*11*3 + 1)', 105_705_600),
    line('shared', '96*(11*11*3 + 1)', 34_944),
    line('saving', '105705600/34944', 3025),
    line('full', '227*227*3*290400', 44_892_064_800),
  ],
  nets: [
    { key: 'shared', network: presetOf('alexnet').network },
    { key: 'unshared', network: unsharedAlexNet() },
  ],
});

const columns = (): Story => ({
  id: 'columns',
  lines: [
    line('rows', '11*11*3', 363),
    line('columns', '55*55', 3025),
    line('values', '363*3025', 1_098_075),
    line('memory', '363*3025*4', 4_392_300, 'bytes'),
    line('image', '227*227*3', 154_587),
    line('macs', '96*363*3025', 105_415_200),
  ],
  nets: [{ key: 'net', network: presetOf('alexnet').network }],
});

const stacked = (name: string, middle: object[]): NetworkDocument =>
  parseDocument({
    version: 1,
    name,
    input: { height: 32, width: 32, channels: 3 },
    layers: [
      conv(64, 3, 1),
      relu,
      ...middle,
      { type: 'pool', kernel: 2, stride: 2 },
      { type: 'fc', units: 10 },
    ],
  });

const stacks = (): Story => ({
  id: 'stacks',
  lines: [
    line('sight', '3 + 2 + 2', 7),
    line('three', '3*(3*3*64*64)', 110_592),
    line('one', '7*7*64*64', 200_704),
    line('ratio', '49/27', 49 / 27),
    line('threeValues', '3*(32*32*64)', 196_608),
    line('oneValues', '32*32*64', 65_536),
  ],
  nets: [
    {
      key: 'three',
      network: stacked(
        'Three 3×3',
        [1, 2, 3].flatMap(() => [conv(64, 3, 1), relu]),
      ),
    },
    { key: 'one', network: stacked('One 7×7', [conv(64, 7, 3), relu]) },
  ],
});

const early = (): Story => ({
  id: 'early',
  lines: [
    line('layer', '224*224*64', 3_211_264),
    line('three', '3*3211264', 9_633_792),
    line('forward', '9633792*4', 38_535_168, 'bytes'),
    line('both', '9633792*4*2', 77_070_336, 'bytes'),
  ],
  nets: [
    {
      key: 'net',
      network: parseDocument({
        version: 1,
        name: 'Three layers of 224×224×64',
        input: { height: 224, width: 224, channels: 3 },
        layers: [
          ...[1, 2, 3].flatMap(() => [conv(64, 3, 1), relu]),
          { type: 'pool', kind: 'average', window: 'global' },
          { type: 'fc', units: 10 },
        ],
      }),
    },
  ],
});

const vgg = (): Story => {
  const { network } = presetOf('vgg16');
  const report = analyse(network, 10);
  const pixels = [...walkReports(report.elements)];
  const outputs = pixels
    .filter(({ elementwise }) => !elementwise)
    .map(({ output: { height, width, channels } }) => `${height}*${width}*${channels}`);
  const rectified = pixels
    .filter(({ type }) => type === 'relu')
    .map(({ output: { height, width, channels } }) => `${height}*${width}*${channels}`);
  const values = 15_237_608;
  return {
    id: 'vgg',
    counted: true,
    lines: [
      line('values', ['224*224*3', ...outputs].join(' + '), values),
      line('memory', '15237608*4', 4 * values, 'bytes'),
      line('rectified', ['15237608', ...rectified].join(' + '), 28_793_320),
      line('gradients', '28793320*4*2', 230_346_560, 'bytes'),
      line('parameters', '138344128 + 13416', 138_357_544),
      line('training', '138357544*4*3', 1_660_290_528, 'bytes'),
      line('batch', '32*230346560 + 1660290528', 9_031_380_448, 'bytes'),
    ],
    nets: [{ key: 'net', network }],
  };
};

/** All examples, in the order in which they build on each other. */
export const stories = (): readonly Story[] => [sharing(), columns(), stacks(), early(), vgg()];
