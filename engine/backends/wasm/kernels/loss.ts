// Softmax and cross-entropy: an item is an example. Rows lie without gaps, so a last vector that is not whole
// must leave alone what belongs to the next.
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, f32x4, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { exponential, logarithm } from './exponential.ts';
import { type Blueprint, blueprint, type Kernel } from './kernel.ts';

/** Calls `body` for each vector of the row that `pointers` begin at, with how many values of it are real. */
function eachOfRow(
  f: FunctionBuilder,
  pointers: readonly Local<'i32'>[],
  classes: number,
  body: (lanes: number) => void,
): void {
  const rest = classes % 4;
  f.range(0, (classes - rest) / 4, () => {
    body(4);
    for (const pointer of pointers) f.increase(pointer, 16);
  });
  if (rest === 0) return;
  body(rest);
  for (const pointer of pointers) f.increase(pointer, 4 * rest);
}

const firstLanes = (value: V128, lanes: number): V128 =>
  lanes === 4 ? value : v128.and(value, i32x4.const(-1, lanes > 1 ? -1 : 0, lanes > 2 ? -1 : 0, 0));

const lanesSum = (value: V128): F32 => {
  const [a, b, c, d] = [0, 1, 2, 3].map((lane) => f32x4.extract_lane(value, lane));
  return f32.add(f32.add(a, b), f32.add(c, d));
};

const floatAt = (base: I32, index: I32): F32 => f32.load(i32.add(base, i32.mul(index, 4)));

/** forward(x, labels, probabilities, outcome, from, to) */
const forwardBlueprint = (classes: number): Blueprint =>
  blueprint(['softmaxCrossEntropyForward', classes], (module) => {
    const parameters = ['x', 'labels', 'probabilities', 'outcome', 'from', 'to'] as const;
    module.define('forward', parameters, (f, p) => {
      f.range(p.from, p.to, (n) => {
        const row = f.number(i32.mul(n, 4 * classes));
        const x = f.number(i32.add(p.x, row));
        const largest = f.number(0);
        const top = f.local('f32', f32.load(x));
        f.range(1, classes, (k) =>
          f.when(f32.gt(floatAt(x, k), top), () => {
            f.set(largest, k);
            f.set(top, floatAt(x, k));
          }),
        );
        const source = f.number(x);
        const target = f.number(i32.add(p.probabilities, row));
        const sums = f.local('v128', f32x4.const(0));
        eachOfRow(f, [source, target], classes, (lanes) => {
          const [power] = exponential(f, [f32x4.sub(v128.load(source), f32x4.splat(top))]);
          f.set(sums, f32x4.add(sums, firstLanes(power, lanes)));
          f.storeVector(target, power, 0, lanes);
        });
        const sum = f.local('v128', f32x4.splat(lanesSum(sums)));
        f.set(target, i32.add(p.probabilities, row));
        eachOfRow(f, [target], classes, (lanes) =>
          f.storeVector(target, f32x4.div(v128.load(target), sum), 0, lanes),
        );
        const outcome = f.number(i32.add(p.outcome, i32.mul(n, 8)));
        const label = i32.load(i32.add(p.labels, i32.mul(n, 4)));
        const below = f32.sub(top, floatAt(x, label));
        f.storeFloat(outcome, f32.add(below, f32x4.extract_lane(logarithm(f, [sum])[0], 0)));
        f.storeFloat(outcome, f32.convert_i32_u(largest), 4);
      });
    });
  });

/** backward(probabilities, labels, dx, batch, from, to) */
const backwardBlueprint = (classes: number): Blueprint =>
  blueprint(['softmaxCrossEntropyBackward', classes], (module) => {
    module.define('backward', ['probabilities', 'labels', 'dx', 'batch', 'from', 'to'], (f, p) => {
      const batch = f.local('f32', f32.convert_i32_u(p.batch));
      f.range(p.from, p.to, (n) => {
        const row = f.number(i32.mul(n, 4 * classes));
        const source = f.number(i32.add(p.probabilities, row));
        const target = f.number(i32.add(p.dx, row));
        eachOfRow(f, [source, target], classes, (lanes) =>
          f.storeVector(target, f32x4.div(v128.load(source), f32x4.splat(batch)), 0, lanes),
        );
        const label = f.number(i32.add(row, i32.mul(i32.load(i32.add(p.labels, i32.mul(n, 4))), 4)));
        const wanted = f32.sub(f32.load(i32.add(p.probabilities, label)), f32.const(1));
        f.storeFloat(i32.add(p.dx, label), f32.div(wanted, batch));
      });
    });
  });

export const softmaxCrossEntropyForward: Kernel = ({ attributes: { batch, classes }, address }) => [
  {
    blueprint: forwardBlueprint(classes),
    entry: 'forward',
    args: ['x', 'labels', 'probabilities', 'outcome'].map(address),
    items: batch,
  },
];

export const softmaxCrossEntropyBackward: Kernel = ({ attributes: { batch, classes }, address }) => [
  {
    blueprint: backwardBlueprint(classes),
    entry: 'backward',
    args: [...['probabilities', 'labels', 'dx'].map(address), batch],
    items: batch,
  },
];
