// Activations that treat every value alike, four at a time.
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type V128, v128 } from '../emit/value.ts';
import { perValue } from './elementwise.ts';
import { exponentialLess1, gaussianShare, hyperbolicTangent, logistic } from './exponential.ts';
import type { Kernel } from './kernel.ts';

const { add, sub, mul, const: constant } = f32x4;
const zero = constant(0);
const one = constant(1);

type Settings = Readonly<Record<string, number>>;

/** y = curve(y) */
const inPlace = (name: string, curve: (f: FunctionBuilder, y: V128, settings: Settings) => V128): Kernel =>
  perValue(name, ['y'], (settings) => (f, { y }, offset) => {
    const value = f.local('v128', v128.load(y, offset));
    f.storeVector(y, curve(f, value, settings), offset);
  });

/** dx = slope(y, dx) */
const gradient = (name: string, slope: (y: V128, dx: V128, settings: Settings) => V128): Kernel =>
  perValue(name, ['y', 'dx'], (settings) => (f, { y, dx }, offset) => {
    const output = f.local('v128', v128.load(y, offset));
    const value = f.local('v128', v128.load(dx, offset));
    f.storeVector(dx, slope(output, value, settings), offset);
  });

/** `yes` where the value is above 0, else `no`. */
const whereAbove0 = (value: V128, yes: V128, no: V128): V128 =>
  v128.bitselect(yes, no, f32x4.gt(value, zero));

export const reluForward = inPlace('reluForward', (_, y) => f32x4.pmax(y, zero));
export const reluBackward = gradient('reluBackward', (y, dx) => v128.and(dx, f32x4.gt(y, zero)));

export const tanhForward = inPlace('tanhForward', hyperbolicTangent);
export const tanhBackward = gradient('tanhBackward', (y, dx) => mul(dx, sub(one, mul(y, y))));

export const sigmoidForward = inPlace('sigmoidForward', logistic);
export const sigmoidBackward = gradient('sigmoidBackward', (y, dx) => mul(dx, mul(y, sub(one, y))));

export const leakyReluForward = inPlace('leakyReluForward', (_, y, { slope }) =>
  whereAbove0(y, y, mul(y, constant(slope))),
);
export const leakyReluBackward = gradient('leakyReluBackward', (y, dx, { slope }) =>
  whereAbove0(y, dx, mul(dx, constant(slope))),
);

export const eluForward = inPlace('eluForward', (f, y, { alpha }) =>
  whereAbove0(y, y, mul(exponentialLess1(f, y), constant(alpha))),
);
export const eluBackward = gradient('eluBackward', (y, dx, { alpha }) =>
  whereAbove0(y, dx, mul(dx, add(y, constant(alpha)))),
);

export const scaledTanhForward = inPlace('scaledTanhForward', (f, y, { amplitude, steepness }) =>
  mul(hyperbolicTangent(f, mul(y, constant(steepness))), constant(amplitude)),
);
export const scaledTanhBackward = gradient('scaledTanhBackward', (y, dx, { amplitude, steepness }) => {
  const bent = mul(mul(y, y), constant(steepness / amplitude));
  return mul(dx, sub(constant(steepness * amplitude), bent));
});

export const scale = inPlace('scale', (_, y, { factor }) => mul(y, constant(factor)));

export const geluForward = perValue('geluForward', ['x', 'y'], ({ tanhForm }) => (f, { x, y }, offset) => {
  const value = f.local('v128', v128.load(x, offset));
  f.storeVector(y, gaussianShare(f, value, tanhForm === 1).product, offset);
});
export const geluBackward = perValue(
  'geluBackward',
  ['x', 'dx'],
  ({ tanhForm }) =>
    (f, { x, dx }, offset) => {
      const { slope } = gaussianShare(f, f.local('v128', v128.load(x, offset)), tanhForm === 1);
      f.storeVector(dx, mul(v128.load(dx, offset), slope), offset);
    },
);
