// Kernels of Muon beside its products.
import { leastNorm, newtonSchulz } from '../../../ops/muon.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32, f32x4, type I32, i32, i32x4, v128 } from '../emit/value.ts';
import { type Blueprint, blockValues, blueprint, type Kernel } from './kernel.ts';
import { normOfParts } from './norm.ts';
import { runHyperAt, runStateAt, scheduledRate } from './state.ts';
import { eachVector } from './vectors.ts';

const { const: constant, splat, add, sub, mul, div } = f32x4;

/** A function over the values of `tensors`: (...tensors, count, from, to). */
function perValue<const R extends string>(
  key: readonly (string | number)[],
  tensors: readonly R[],
  write: (f: FunctionBuilder, p: Record<R | 'from' | 'to' | 'count', Local<'i32'>>) => void,
): Blueprint {
  return blueprint(key, (module) => {
    module.define(key[0] as string, [...tensors, 'count', 'from', 'to'], write);
  });
}

const kernelOf =
  <const R extends string>(
    tensors: readonly R[],
    blueprintFor: (attributes: Readonly<Record<string, number>>) => Blueprint,
    entry: string,
  ): Kernel =>
  ({ attributes, address }) => [
    {
      blueprint: blueprintFor(attributes),
      entry,
      args: [...tensors.map(address), attributes.count],
      items: Math.ceil(attributes.count / blockValues),
    },
  ];

const momentumRoles = ['g', 'w', 'velocity', 'update', 'hyper', 'state'] as const;
export const muonMomentum = kernelOf(
  momentumRoles,
  ({ decayFactor }) =>
    perValue(['muonMomentum', decayFactor], momentumRoles, (f, p) => {
      const momentum = f.local('v128', splat(runHyperAt(p.hyper, 'momentum')));
      const l2 = f.local('v128', splat(f32.mul(runHyperAt(p.hyper, 'l2'), f32.const(decayFactor))));
      const looksAhead = f.local('v128', f32x4.gt(splat(runHyperAt(p.hyper, 'nesterov')), constant(0)));
      const halted = f.local('v128', i32x4.eq(i32x4.splat(runStateAt(p.state, 'halted')), i32x4.splat(1)));
      eachVector(f, [p.g, p.w, p.velocity, p.update], p, (offset) => {
        const before = f.local('v128', v128.load(p.velocity, offset));
        const gradient = f.local('v128', add(v128.load(p.g, offset), mul(l2, v128.load(p.w, offset))));
        const velocity = f.local('v128', add(mul(momentum, before), gradient));
        const ahead = add(gradient, mul(momentum, velocity));
        f.storeVector(p.velocity, v128.bitselect(before, velocity, halted), offset);
        f.storeVector(p.update, v128.bitselect(ahead, velocity, looksAhead), offset);
      });
    }),
  'muonMomentum',
);

const divideRoles = ['vector', 'partial'] as const;
const divideModule = perValue(['divideByNorm'], divideRoles, (f, p) => {
  const divisor = f.local('v128', add(normOfParts(f, p.partial), constant(leastNorm)));
  eachVector(f, [p.vector], p, (offset) =>
    f.storeVector(p.vector, div(v128.load(p.vector, offset), divisor), offset),
  );
});
export const divideByNorm = kernelOf(divideRoles, () => divideModule, 'divideByNorm');

/** Rows of the polynomial that one item makes. */
const rowBlock = 8;

/** muonPolynomial(gram, square, polynomial, size, from, to): the sum over all values of the rows, then the diagonal. */
const polynomialModule = blueprint('muonPolynomial', (module) => {
  module.define('muonPolynomial', ['gram', 'square', 'polynomial', 'size', 'from', 'to'], (f, p) => {
    const { a, b, c } = newtonSchulz;
    const first = f.number(i32.mul(p.from, rowBlock));
    const last = f.number(i32.min_u(i32.mul(p.to, rowBlock), p.size));
    const at = (base: I32, index: I32) => i32.add(base, i32.mul(index, 4));
    const rowStart = (row: I32) => i32.mul(row, p.size);
    const end = f.number(rowStart(last));
    const whole = f.number(i32.add(rowStart(first), i32.and(i32.sub(end, rowStart(first)), ~3)));
    f.range(
      rowStart(first),
      whole,
      (index) => {
        const sum = add(
          mul(constant(b), v128.load(at(p.gram, index))),
          mul(constant(c), v128.load(at(p.square, index))),
        );
        f.storeVector(at(p.polynomial, index), sum);
      },
      4,
    );
    f.range(whole, end, (index) => {
      const sum = f32.add(
        f32.mul(f32.const(b), f32.load(at(p.gram, index))),
        f32.mul(f32.const(c), f32.load(at(p.square, index))),
      );
      f.storeFloat(at(p.polynomial, index), sum);
    });
    f.range(first, last, (row) => {
      const place = f.number(at(p.polynomial, i32.mul(row, i32.add(p.size, 1))));
      f.storeFloat(place, f32.add(f32.load(place), f32.const(a)));
    });
  });
});

export const muonPolynomial: Kernel = ({ attributes: { size }, address }) => [
  {
    blueprint: polynomialModule,
    entry: 'muonPolynomial',
    args: [...['gram', 'square', 'polynomial'].map(address), size],
    items: Math.ceil(size / rowBlock),
  },
];

const stepRoles = ['w', 'update', 'partial', 'hyper', 'schedule', 'state'] as const;
export const muonStep = kernelOf(
  stepRoles,
  ({ filters, rateFactor, decayFactor, scale, renormalise }) =>
    perValue(['muonStep', filters, rateFactor, decayFactor, scale, renormalise], stepRoles, (f, p) => {
      f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
        const rate = f.local('v128', splat(f32.mul(scheduledRate(p), f32.const(rateFactor))));
        const decay = splat(f32.mul(runHyperAt(p.hyper, 'decay'), f32.const(decayFactor)));
        const norm = f32x4.pmax(normOfParts(f, p.partial), constant(leastNorm));
        const wanted = renormalise
          ? div(constant(Math.sqrt(filters)), norm)
          : sub(constant(1), mul(rate, decay));
        const kept = f.local('v128', wanted);
        const step = f.local('v128', mul(rate, constant(scale)));
        eachVector(f, [p.w, p.update], p, (offset) => {
          const moved = mul(step, v128.load(p.update, offset));
          f.storeVector(p.w, sub(mul(kept, v128.load(p.w, offset)), moved), offset);
        });
      });
    }),
  'muonStep',
);
