// Batches whose images are turned, zoomed and recoloured: an item is a row of the batch. What happens to it is in
// "transforms" already; here pixels are read between those of the image.
import { channelSources } from '../../../ops/imageWindow.ts';
import { transformWords } from '../../../ops/warp.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, type I32, i32 } from '../emit/value.ts';
import { drawnCorner, labelOf, ordered, reflected } from './gather.ts';
import { blueprint, type Kernel } from './kernel.ts';

type Shape = Readonly<Record<string, number>>;

/** The two pixels of an axis around a coordinate, and the share of each. */
interface Around {
  pixels: readonly [Local<'i32'>, Local<'i32'>];
  shares: readonly [Local<'f32'>, Local<'f32'>];
}

const dot = (a: readonly F32[], b: readonly F32[]): F32 =>
  a.map((one, i) => f32.mul(one, b[i])).reduce(f32.add);

function around(f: FunctionBuilder, at: F32, size: number, reflect: number): Around {
  const whole = f.local('f32', f32.floor(at));
  const second = f.local('f32', f32.sub(at, whole));
  const pixel = f.number(i32.trunc_sat_f32_s(whole));
  const place = (offset: number) =>
    reflect
      ? reflected(f, i32.add(pixel, offset), size)
      : f.number(i32.min_s(i32.max_s(i32.add(pixel, offset), 0), size - 1));
  const share = (offset: number, value: F32) =>
    f.local('f32', reflect ? value : f32.select(i32.lt_u(i32.add(pixel, offset), size), value, f32.const(0)));
  return {
    pixels: [place(0), place(1)],
    shares: [share(0, f32.sub(f32.const(1), second)), share(1, second)],
  };
}

/** The value between four: `read` gives one of them, at a place in the planes of the image. */
function blend(
  f: FunctionBuilder,
  rows: Around,
  places: readonly (readonly Local<'i32'>[])[],
  columns: Around,
  read: (place: I32) => F32,
): Local<'f32'> {
  const lines = places.map((line) => dot(columns.shares, line.map(read)));
  return f.local('f32', dot(rows.shares, lines));
}

const parameters = [
  'images',
  'imageLabels',
  'scale',
  'mean',
  'state',
  'transforms',
  'x',
  'labels',
  'from',
  'to',
] as const;

function warpBlueprint(shape: Shape, hasMean: boolean) {
  const { batch: _, ...sizes } = shape;
  const { height, width, channels, imageHeight, imageWidth, imageChannels, reflect } = shape;
  const plane = imageHeight * imageWidth;
  const all = Array.from({ length: imageChannels }, (_, s) => s);
  return blueprint(['warpBatch', sizes, hasMean ? 1 : 0], (module) => {
    module.define('warp', parameters, (f, p) => {
      const factors = all.map((s) => f.local('f32', f32.load(p.scale, 4 * s)));
      const offsets = all.map((s) => f.local('f32', f32.load(p.scale, 4 * (imageChannels + s))));
      f.range(p.from, p.to, (row) => {
        const { position, example } = ordered(f, p.state, row);
        const label = labelOf(shape, p.imageLabels, example, drawnCorner(f, shape, p.state, position));
        f.storeWord(i32.add(p.labels, i32.mul(row, 4)), label);
        const record = f.number(i32.add(p.images, i32.mul(example, imageChannels * plane)));
        const target = f.number(i32.add(p.x, i32.mul(row, 4 * height * width * channels)));
        const words = f.number(i32.add(p.transforms, i32.mul(row, 4 * transformWords)));
        const t = Array.from({ length: transformWords }, (_, i) => f.local('f32', f32.load(words, 4 * i)));
        const coordinate = (y: I32, x: I32, first: number) =>
          f32.add(dot([t[first], t[first + 1]], [f32.convert_i32_u(y), f32.convert_i32_u(x)]), t[first + 2]);
        f.range(0, height, (y) =>
          f.range(0, width, (x) => {
            const rows = around(f, coordinate(y, x, 0), imageHeight, reflect);
            const columns = around(f, coordinate(y, x, 3), imageWidth, reflect);
            const places = rows.pixels.map((line) =>
              columns.pixels.map((pixel) => f.number(i32.add(i32.mul(line, imageWidth), pixel))),
            );
            const sum = ([a, b]: Around['shares']) => f32.add(a, b);
            const inside = f.local('f32', f32.mul(sum(rows.shares), sum(columns.shares)));
            const bytes = all.map((s) =>
              blend(f, rows, places, columns, (place) =>
                f32.convert_i32_u(i32.load8_u(i32.add(record, place), s * plane)),
              ),
            );
            const values = all.map((s) => {
              const matrix = imageChannels === 3 ? t.slice(6 + 3 * s, 9 + 3 * s) : [t[6]];
              const coloured = dot(matrix, imageChannels === 3 ? bytes : [bytes[s]]);
              const byte = f32.add(coloured, f32.mul(t[imageChannels === 3 ? 15 + s : 15], inside));
              const mean = (place: I32) => f32.load(i32.add(p.mean, i32.mul(place, 4)), 4 * s * plane);
              const centred = hasMean ? f32.sub(byte, blend(f, rows, places, columns, mean)) : byte;
              return f.local('f32', f32.add(f32.mul(centred, factors[s]), f32.mul(offsets[s], inside)));
            });
            for (let c = 0; c < channels; c++) {
              const sources: F32[] = channelSources(channels, imageChannels, c).map((s) => values[s]);
              f.storeFloat(target, sources.reduce(f32.add), 4 * c);
            }
            f.increase(target, 4 * channels);
          }),
        );
      });
    });
  });
}

export const warpBatch: Kernel = ({ attributes, address, has }) => [
  {
    blueprint: warpBlueprint(attributes, has('mean')),
    entry: 'warp',
    args: [
      ...['images', 'imageLabels', 'scale'].map(address),
      has('mean') ? address('mean') : 0,
      ...['state', 'transforms', 'x', 'labels'].map(address),
    ],
    items: attributes.batch,
  },
];
