// Images turned, zoomed and recoloured, and squares cut out of them.
import { mirrorModes } from '../../ops/imageWindow.ts';
import { augmentSetting, augmentSettings, transformWords } from '../../ops/warp.ts';
import { exactly, row, type TableRow } from './case.ts';
import {
  centred,
  coloured,
  crop,
  field,
  grey,
  type Sizes,
  scattered,
  scatterText,
  sizeText,
  whole,
} from './gatherCases.ts';
import { bytes, normals, stale, staleWords, state } from './values.ts';

const batch = 6;
const count = 50;
const sizes: readonly Sizes[] = [whole(5, 4, 3), whole(1, 1, 3), whole(3, 4, 1), crop, field, grey, coloured];
const counters = state({
  seed: 99,
  trainCount: count,
  position: 47,
  orderEpoch: 3,
  mirror: mirrorModes.random,
  shift: 1,
});

const settings = (given: Partial<Record<keyof typeof augmentSetting, number>>): Float32Array => {
  const values = new Float32Array(augmentSettings);
  for (const [key, value] of Object.entries(given))
    values[augmentSetting[key as keyof typeof augmentSetting]] = value;
  return values;
};
const everything = settings({
  zoom: 0.5,
  stretch: 0.2,
  rotation: 0.4,
  brightness: 0.3,
  contrast: 0.4,
  saturation: 0.5,
  colourNoise: 0.1,
});
everything.set([60, 20, 5, 61, -3, -11, 58, -21, 6], augmentSetting.colourAxes);

export const drawTransforms: TableRow[] = [
  { title: 'nothing', values: settings({}) },
  { title: 'all at once', values: everything },
].flatMap(({ title, values }) =>
  [0, 1].flatMap((scatter) =>
    sizes.map((one) =>
      row(
        'drawTransforms',
        `${title}, ${sizeText(one)}${scatter ? ', scattered' : ''}`,
        { batch, ...one, reflect: 0, scatter, cells: 0 },
        { state: counters, settings: values, transforms: stale(batch * transformWords) },
        { absolute: 1e-4, relative: 1e-5 },
      ),
    ),
  ),
);

/** Affine maps near the identity, and colour changes that are not too wild. */
const transforms = (): Float32Array =>
  normals(batch * transformWords).map((value, i) => {
    const word = i % transformWords;
    if (word === 2 || word === 5) return 2 * value;
    if (word >= 15) return 20 * value;
    return 0.3 * value + ([0, 4, 6, 10, 14].includes(word) ? 1 : 0);
  });

const ways = [
  { title: '', more: { reflect: 0, scatter: 0, cells: 0 } },
  { title: ', reflected', more: { reflect: 1, scatter: 0, cells: 0 } },
  ...scattered.map((more) => ({ title: `, ${scatterText(more)}`, more: { reflect: 0, ...more } })),
];

export const warpBatch: TableRow[] = ways.flatMap(({ title: way, more }) =>
  sizes.flatMap((one) => {
    const { height, width, channels, imageHeight, imageWidth, imageChannels } = one;
    const record = imageHeight * imageWidth * imageChannels;
    const tensors = {
      images: bytes(count * record),
      imageLabels: bytes(count, 10),
      scale: centred(imageChannels),
      state: counters,
      transforms: transforms(),
      x: stale(batch * height * width * channels),
      labels: staleWords(batch),
    };
    const title = `${sizeText(one)}${way}`;
    const near = { absolute: 2e-5, relative: 1e-5 };
    const mean = Float32Array.from(bytes(record), (byte) => byte / 2);
    const attributes = { batch, ...one, ...more };
    return [
      row('warpBatch', title, attributes, tensors, near),
      row('warpBatch', `${title}, without the mean image`, attributes, { ...tensors, mean }, near),
    ];
  }),
);

export const cutout: TableRow[] = [0, 1, 2, 5, 20].flatMap((side) =>
  [whole(7, 5, 3), whole(3, 9, 1)].map(({ height, width, channels }) =>
    row(
      'cutout',
      `${side} pixels of ${height}×${width}×${channels}`,
      { batch, height, width, channels },
      {
        state: state({ seed: 4, position: 12, cutout: side }),
        x: normals(batch * height * width * channels),
      },
      exactly,
    ),
  ),
);
