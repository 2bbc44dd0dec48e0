// Updates of a range of the parameter arena. Nothing changes while the run is halted.
import type { runHyper } from '../../../ops/runState.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, f32x4, f64, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { ringAt, runHyperAt, runStateAt, scheduledRate } from './state.ts';
import { eachVector } from './vectors.ts';

const { const: constant, add, sub, mul, div, sqrt } = f32x4;
const one = f32.const(1);

/** What the step of one vector may use. */
interface Context {
  f: FunctionBuilder;
  /** The gradient with coupled decay. */
  gradient: Local<'v128'>;
  /** A vector of the optimiser's memory. */
  read(slot: string): V128;
  write(slot: string, value: V128): void;
}

/** Computed once before the vectors of some items: a setting, or what follows from one, in all four lanes. */
interface Prepare {
  f: FunctionBuilder;
  state: I32;
  setting(name: keyof typeof runHyper): F32;
  spread(value: F32): Local<'v128'>;
}

/** Arguments of the functions beside w, g and the slots. */
const common = ['hyper', 'schedule', 'state'] as const;

/** The kernel of an optimiser with the memory `slots`; `prepare` returns what gives the step of one vector. */
function optimiser(
  name: string,
  slots: readonly string[],
  prepare: (context: Prepare) => (context: Context) => V128,
): Kernel {
  const tensors = ['w', 'g', ...slots];
  const blueprintOf = (rateFactor: number, decayFactor: number) =>
    blueprint([name, rateFactor, decayFactor], (module) => {
      module.define(name, [...tensors, ...common, 'count', 'from', 'to'], (f, p) => {
        f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
          const setting = (key: keyof typeof runHyper) => runHyperAt(p.hyper, key);
          const spread = (value: F32) => f.local('v128', f32x4.splat(value));
          const rate = spread(f32.mul(scheduledRate(p), f32.const(rateFactor)));
          const l2 = spread(f32.mul(setting('l2'), f32.const(decayFactor)));
          const decay = f32x4.splat(f32.mul(setting('decay'), f32.const(decayFactor)));
          const kept = f.local('v128', sub(constant(1), mul(rate, decay)));
          const stepOf = prepare({ f, state: p.state, setting, spread });
          const pointers = tensors.map((tensor) => p[tensor]);
          eachVector(f, pointers, { from: p.from, to: p.to, count: p.count }, (offset) => {
            const read = (slot: string) => v128.load(p[slot], offset);
            const write = (slot: string, value: V128) => f.storeVector(p[slot], value, offset);
            const gradient = f.local('v128', add(read('g'), mul(l2, read('w'))));
            const step = f.local('v128', stepOf({ f, gradient, read, write }));
            write('w', sub(mul(read('w'), kept), mul(rate, step)));
          });
        });
      });
    });
  return ({ attributes: { count, rateFactor, decayFactor }, address }) => [
    {
      blueprint: blueprintOf(rateFactor, decayFactor),
      entry: name,
      args: [...tensors.map(address), ...common.map(address), count],
      items: Math.ceil(count / blockValues),
    },
  ];
}

export const sgd = optimiser('sgd', ['velocity'], ({ f, setting, spread }) => {
  const momentum = spread(setting('momentum'));
  const looksAhead = f.local('v128', f32x4.gt(f32x4.splat(setting('nesterov')), constant(0)));
  const share = f.local('v128', v128.bitselect(momentum, constant(1), looksAhead));
  return ({ f, gradient, read, write }) => {
    const velocity = f.local('v128', add(mul(momentum, read('velocity')), gradient));
    write('velocity', velocity);
    return add(mul(share, velocity), v128.and(gradient, looksAhead));
  };
});

export const adagrad = optimiser('adagrad', ['square'], ({ setting, spread }) => {
  const epsilon = spread(setting('epsilon'));
  return ({ f, gradient, read, write }) => {
    const square = f.local('v128', add(read('square'), mul(gradient, gradient)));
    write('square', square);
    return div(gradient, add(sqrt(square), epsilon));
  };
});

/** old * share + added * (1 - share) */
const blend = (old: V128, share: V128, added: V128, rest: V128): V128 =>
  add(mul(share, old), mul(rest, added));

export const rmsprop = optimiser('rmsprop', ['square', 'velocity'], ({ setting, spread }) => {
  const epsilon = spread(setting('epsilon'));
  const momentum = spread(setting('momentum'));
  const rho = spread(setting('rho'));
  const rest = spread(f32.sub(one, setting('rho')));
  return ({ f, gradient, read, write }) => {
    const square = f.local('v128', blend(read('square'), rho, mul(gradient, gradient), rest));
    const scaled = div(gradient, add(sqrt(square), epsilon));
    const velocity = f.local('v128', add(mul(momentum, read('velocity')), scaled));
    write('square', square);
    write('velocity', velocity);
    return velocity;
  };
});

export const adadelta = optimiser('adadelta', ['square', 'delta'], ({ setting, spread }) => {
  const epsilon = spread(setting('epsilon'));
  const rho = spread(setting('rho'));
  const rest = spread(f32.sub(one, setting('rho')));
  return ({ f, gradient, read, write }) => {
    const square = f.local('v128', blend(read('square'), rho, mul(gradient, gradient), rest));
    const root = (value: V128) => sqrt(add(value, epsilon));
    const ratio = div(root(read('delta')), root(square));
    const step = f.local('v128', mul(ratio, gradient));
    write('square', square);
    write('delta', blend(read('delta'), rho, mul(step, step), rest));
    return step;
  };
});

/** 1 - base^exponent, computed in double precision by squaring. */
function correction(f: FunctionBuilder, base: F32, exponent: I32): F32 {
  const left = f.number(exponent);
  const square = f.local('f64', f64.promote_f32(base));
  const power = f.local('f64', f64.const(1));
  f.repeat(() => {
    f.when(i32.and(left, 1), () => f.set(power, f64.mul(power, square)));
    f.set(square, f64.mul(square, square));
    f.set(left, i32.shr_u(left, 1));
    return left;
  });
  return f32.demote_f64(f64.sub(f64.const(1), power));
}

export const adam = optimiser('adam', ['mean', 'square'], ({ f, state, setting, spread }) => {
  const steps = i32.sub(runStateAt(state, 'step'), runStateAt(state, 'optimiserStart'));
  const t = f.number(i32.add(steps, 1));
  const epsilon = spread(setting('epsilon'));
  const [beta1, beta2] = [spread(setting('momentum')), spread(setting('beta2'))];
  const rest1 = spread(f32.sub(one, setting('momentum')));
  const rest2 = spread(f32.sub(one, setting('beta2')));
  const correction1 = spread(correction(f, setting('momentum'), t));
  const correction2 = spread(correction(f, setting('beta2'), t));
  return ({ gradient, read, write }) => {
    const mean = f.local('v128', blend(read('mean'), beta1, gradient, rest1));
    const square = f.local('v128', blend(read('square'), beta2, mul(gradient, gradient), rest2));
    write('mean', mean);
    write('square', square);
    return div(div(mean, correction1), add(sqrt(div(square, correction2)), epsilon));
  };
});

export const lion = optimiser('lion', ['mean'], ({ setting, spread }) => {
  const [beta1, beta2] = [spread(setting('momentum')), spread(setting('beta2'))];
  const rest1 = spread(f32.sub(one, setting('momentum')));
  const rest2 = spread(f32.sub(one, setting('beta2')));
  return ({ f, gradient, read, write }) => {
    const blended = f.local('v128', blend(read('mean'), beta1, gradient, rest1));
    write('mean', blend(read('mean'), beta2, gradient, rest2));
    const sign = v128.or(v128.and(blended, i32x4.splat(0x80000000)), constant(1));
    // 0 and NaN are their own signs.
    return v128.bitselect(sign, blended, f32x4.gt(f32x4.abs(blended), constant(0)));
  };
});

const lookaheadModule = blueprint('lookahead', (module) => {
  module.define('lookahead', ['w', 'slow', 'pulls', 'state', 'count', 'from', 'to'], (f, p) => {
    const pull = f.local('f32', ringAt(p.pulls, p.state));
    const running = i32.eq(runStateAt(p.state, 'halted'), 0);
    f.when(i32.and(running, f32.gt(pull, f32.const(0))), () => {
      const pulls = f.local('v128', f32x4.splat(pull));
      const next = f.local('v128');
      eachVector(f, [p.w, p.slow], { from: p.from, to: p.to, count: p.count }, (offset) => {
        const slow = v128.load(p.slow, offset);
        f.set(next, add(slow, mul(pulls, sub(v128.load(p.w, offset), slow))));
        f.storeVector(p.slow, next, offset);
        f.storeVector(p.w, next, offset);
      });
    });
  });
});

const averageModule = blueprint('averageWeights', (module) => {
  module.define('averageWeights', ['average', 'w', 'hyper', 'state', 'count', 'from', 'to'], (f, p) => {
    f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
      const steps = f32.add(f32.const(10), f32.convert_i32_u(runStateAt(p.state, 'step')));
      const late = f32.sub(one, runHyperAt(p.hyper, 'averaging'));
      const share = f.local('v128', f32x4.max(f32x4.splat(late), f32x4.splat(f32.div(f32.const(9), steps))));
      eachVector(f, [p.average, p.w], { from: p.from, to: p.to, count: p.count }, (offset) => {
        const average = v128.load(p.average, offset);
        const next = add(average, mul(share, sub(v128.load(p.w, offset), average)));
        f.storeVector(p.average, next, offset);
      });
    });
  });
});

export const averageWeights: Kernel = ({ attributes: { count }, address }) => [
  {
    blueprint: averageModule,
    entry: 'averageWeights',
    args: [...['average', 'w', 'hyper', 'state'].map(address), count],
    items: Math.ceil(count / blockValues),
  },
];

export const lookahead: Kernel = ({ attributes: { count }, address }) => [
  {
    blueprint: lookaheadModule,
    entry: 'lookahead',
    args: [...['w', 'slow', 'pulls', 'state'].map(address), count],
    items: Math.ceil(count / blockValues),
  },
];
