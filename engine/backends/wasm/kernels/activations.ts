// Activations that treat every value alike, several vectors of four at a time.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type V128, v128 } from '../emit/value.ts';
import { perValue } from './elementwise.ts';
import { exponentialLess1, hyperbolicTangent, logistic } from './exponential.ts';
import { gaussianLinear, gaussianLinearSlope } from './gaussianLinear.ts';
import type { Kernel } from './kernel.ts';
import { loadAll, storeAll } from './vectors.ts';

const { add, sub, mul, const: constant } = f32x4;
const zero = constant(0);
const one = constant(1);

type Settings = Readonly<Record<string, number>>;

/** y = curve(y), for several vectors of y */
const inPlace = (
  name: string,
  curve: (f: FunctionBuilder, y: readonly Local<'v128'>[], settings: Settings) => readonly V128[],
): Kernel =>
  perValue(name, ['y'], (settings) => (f, { y }, offsets) => {
    storeAll(f, y, offsets, curve(f, loadAll(f, y, offsets), settings));
  });

/** dx = slope(y, dx) */
const gradient = (name: string, slope: (y: V128, dx: V128, settings: Settings) => V128): Kernel =>
  perValue(name, ['y', 'dx'], (settings) => (f, { y, dx }, offsets) => {
    const outputs = loadAll(f, y, offsets);
    const values = loadAll(f, dx, offsets);
    storeAll(
      f,
      dx,
      offsets,
      values.map((value, i) => slope(outputs[i], value, settings)),
    );
  });

/** `yes` where the value is above 0, else `no`. */
const whereAbove0 = (value: V128, yes: V128, no: V128): V128 =>
  v128.bitselect(yes, no, f32x4.gt(value, zero));

export const reluForward = inPlace('reluForward', (_, ys) => ys.map((y) => f32x4.pmax(y, zero)));
export const reluBackward = gradient('reluBackward', (y, dx) => v128.and(dx, f32x4.gt(y, zero)));

export const tanhForward = inPlace('tanhForward', (f, ys) => hyperbolicTangent(f, ys));
export const tanhBackward = gradient('tanhBackward', (y, dx) => mul(dx, sub(one, mul(y, y))));

export const sigmoidForward = inPlace('sigmoidForward', logistic);
export const sigmoidBackward = gradient('sigmoidBackward', (y, dx) => mul(dx, mul(y, sub(one, y))));

export const leakyReluForward = inPlace('leakyReluForward', (_, ys, { slope }) =>
  ys.map((y) => whereAbove0(y, y, mul(y, constant(slope)))),
);
export const leakyReluBackward = gradient('leakyReluBackward', (y, dx, { slope }) =>
  whereAbove0(y, dx, mul(dx, constant(slope))),
);

/** max(y, 0) + alpha (exp(min(y, 0)) - 1) */
export const eluForward = inPlace('eluForward', (f, ys, { alpha }) =>
  exponentialLess1(f, ys, 1, 0).map((power, i) => add(f32x4.pmax(ys[i], zero), mul(power, constant(alpha)))),
);
export const eluBackward = gradient('eluBackward', (y, dx, { alpha }) =>
  whereAbove0(y, dx, mul(dx, add(y, constant(alpha)))),
);

export const scaledTanhForward = inPlace('scaledTanhForward', (f, ys, { amplitude, steepness }) =>
  hyperbolicTangent(f, ys, steepness).map((tanh) => mul(tanh, constant(amplitude))),
);
export const scaledTanhBackward = gradient('scaledTanhBackward', (y, dx, { amplitude, steepness }) => {
  const bent = mul(mul(y, y), constant(steepness / amplitude));
  return mul(dx, sub(constant(steepness * amplitude), bent));
});

export const scale = inPlace('scale', (_, ys, { factor }) => ys.map((y) => mul(y, constant(factor))));

export const geluForward = perValue(
  'geluForward',
  ['x', 'y'],
  ({ tanhForm }) =>
    (f, { x, y }, offsets) =>
      storeAll(f, y, offsets, gaussianLinear(f, loadAll(f, x, offsets), tanhForm === 1)),
  8,
);
export const geluBackward = perValue(
  'geluBackward',
  ['x', 'dx'],
  ({ tanhForm }) =>
    (f, { x, dx }, offsets) => {
      const slopes = gaussianLinearSlope(f, loadAll(f, x, offsets), tanhForm === 1);
      const gradients = slopes.map((slope, i) => mul(v128.load(dx, offsets[i]), slope));
      storeAll(f, dx, offsets, gradients);
    },
);
