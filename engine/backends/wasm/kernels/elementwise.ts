// Kernels that treat every value alike, and copies.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, i32, v128 } from '../emit/value.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { eachGroup, eachVector, valuesOf } from './vectors.ts';

/**
 * The kernel of an op on `count` values; `roles` are its tensors, and `prepare` returns what treats the vectors at some
 * offsets of each, `group` (a power of 2) or one. What the op's other attributes say is part of the module.
 */
export function perValue<const R extends string>(
  name: string,
  roles: readonly R[],
  prepare: (
    settings: Readonly<Record<string, number>>,
  ) => (f: FunctionBuilder, at: Record<R, Local<'i32'>>, offsets: readonly number[]) => void,
  group?: number,
): Kernel {
  return ({ attributes: { count, ...settings }, address }) => {
    const change = prepare(settings);
    const module = blueprint([name, settings], (builder) => {
      builder.define(name, [...roles, 'count', 'from', 'to'], (f, p) => {
        const pointers = roles.map((role) => p[role]);
        const values = valuesOf(f, pointers, p);
        eachGroup(f, pointers, values, (offsets) => change(f, p, offsets), group);
      });
    });
    const args = [...roles.map(address), count];
    return [{ blueprint: module, entry: name, args, items: Math.ceil(count / blockValues) }];
  };
}

export const accumulate = perValue('accumulate', ['x', 'y'], () => (f, { x, y }, offsets) => {
  for (const offset of offsets)
    f.storeVector(y, f32x4.add(v128.load(y, offset), v128.load(x, offset)), offset);
});

const pixelBlock = 64;

/** Copies a run of bytes of every pixel, or, where both sides hold nothing else, of all pixels at once. */
const copyModule = blueprint('copyChannels', (module) => {
  const parameters = ['x', 'y', 'pixels', 'bytes', 'fromBytes', 'toBytes', 'from', 'to'] as const;
  module.define('copyChannels', parameters, (f, p) => {
    const end = f.number(i32.min_u(i32.mul(p.to, pixelBlock), p.pixels));
    f.range(i32.mul(p.from, pixelBlock), end, (pixel) =>
      f.copy(i32.add(p.y, i32.mul(pixel, p.toBytes)), i32.add(p.x, i32.mul(pixel, p.fromBytes)), p.bytes),
    );
  });
  const padding = ['x', 'y', 'pixels', 'fromBytes', 'toBytes', 'from', 'to'] as const;
  module.define('padChannels', padding, (f, p) => {
    const end = f.number(i32.min_u(i32.mul(p.to, pixelBlock), p.pixels));
    f.range(i32.mul(p.from, pixelBlock), end, (pixel) => {
      const target = f.number(i32.add(p.y, i32.mul(pixel, p.toBytes)));
      f.copy(target, i32.add(p.x, i32.mul(pixel, p.fromBytes)), p.fromBytes);
      f.clear(i32.add(target, p.fromBytes), i32.sub(p.toBytes, p.fromBytes));
    });
  });
  module.define('copy', ['x', 'y', 'count', 'from', 'to'], (f, p) =>
    eachVector(f, [p.x, p.y], p, (offset) => f.storeVector(p.y, v128.load(p.x, offset), offset)),
  );
});

export const padChannels: Kernel = ({ attributes: a, address }) => [
  {
    blueprint: copyModule,
    entry: 'padChannels',
    args: [address('x'), address('y'), a.pixels, 4 * a.fromChannels, 4 * a.toChannels],
    items: Math.ceil(a.pixels / pixelBlock),
  },
];

export const copyChannels: Kernel = ({ attributes: a, address }) => {
  if (a.channels === a.fromChannels && a.channels === a.toChannels) {
    const count = a.pixels * a.channels;
    const args = [address('x'), address('y'), count];
    return [{ blueprint: copyModule, entry: 'copy', args, items: Math.ceil(count / blockValues) }];
  }
  const [from, to] = [address('x') + 4 * a.fromOffset, address('y') + 4 * a.toOffset];
  return [
    {
      blueprint: copyModule,
      entry: 'copyChannels',
      args: [from, to, a.pixels, 4 * a.channels, 4 * a.fromChannels, 4 * a.toChannels],
      items: Math.ceil(a.pixels / pixelBlock),
    },
  ];
};
