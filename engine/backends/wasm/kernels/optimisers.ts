// Updates of the flat parameter arena. Nothing changes while the run is halted.
import type { runHyper } from '../../../ops/runState.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type F32, f32, f32x4, f64, type I32, i32, i32x4, type V128, v128 } from '../emit/value.ts';
import { eachVector } from './elementwise.ts';
import { blockValues, blueprint, type Kernel } from './kernel.ts';
import { runHyperAt, runStateAt } from './state.ts';

const one = f32.const(1);

/** What the update of one vector may use. */
interface Context {
  f: FunctionBuilder;
  /** The gradient with decay: g + l2 * w where the value decays. */
  gradient: Local<'v128'>;
  /** A vector of the parameters or of the optimiser's memory. */
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

/** The kernel of an optimiser with the memory `slots`; `prepare` returns what changes one vector. */
function optimiser(
  name: string,
  slots: readonly string[],
  prepare: (context: Prepare, nesterov: boolean) => (context: Context) => void,
): Kernel {
  const tensors = ['w', 'g', ...slots];
  const blueprints = [false, true].map((nesterov) =>
    blueprint([name, Number(nesterov)], (module) => {
      const parameters = [...tensors, 'hyper', 'state', 'count', 'decayed', 'from', 'to'];
      module.define(name, parameters, (f, p) => {
        f.when(i32.eq(runStateAt(p.state, 'halted'), 0), () => {
          const setting = (key: keyof typeof runHyper) => runHyperAt(p.hyper, key);
          const spread = (value: F32) => f.local('v128', f32x4.splat(value));
          const change = prepare({ f, state: p.state, setting, spread }, nesterov);
          const l2 = spread(setting('l2'));
          const pointers = tensors.map((tensor) => p[tensor]);
          const range = { from: p.from, to: p.to, count: p.count };
          eachVector(f, pointers, range, (offset, index) => {
            const read = (slot: string) => v128.load(p[slot], offset);
            const places = i32x4.add(i32x4.splat(index), i32x4.const(0, 1, 2, 3));
            const decay = v128.and(l2, i32x4.lt_u(places, i32x4.splat(p.decayed)));
            const gradient = f.local('v128', f32x4.add(read('g'), f32x4.mul(decay, read('w'))));
            const write = (slot: string, value: V128) => f.storeVector(p[slot], value, offset);
            change({ f, gradient, read, write });
          });
        });
      });
    }),
  );
  return ({ attributes: { count, decayed, nesterov = 0 }, address }) => [
    {
      blueprint: blueprints[nesterov],
      entry: name,
      args: [...tensors.map(address), address('hyper'), address('state'), count, decayed],
      items: Math.ceil(count / blockValues),
    },
  ];
}

export const sgd = optimiser('sgd', ['velocity'], ({ setting, spread }, nesterov) => {
  const rate = spread(setting('learningRate'));
  const momentum = spread(setting('momentum'));
  return ({ f, gradient, read, write }) => {
    const velocity = f.local('v128', f32x4.add(f32x4.mul(momentum, read('velocity')), gradient));
    const step = nesterov ? f32x4.add(gradient, f32x4.mul(momentum, velocity)) : velocity;
    write('velocity', velocity);
    write('w', f32x4.sub(read('w'), f32x4.mul(rate, step)));
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

/** old * share + added * (1 - share) */
const blend = (old: V128, share: V128, added: V128, rest: V128): V128 =>
  f32x4.add(f32x4.mul(share, old), f32x4.mul(rest, added));

export const adam = optimiser('adam', ['mean', 'square'], ({ f, state, setting, spread }) => {
  const steps = i32.sub(runStateAt(state, 'step'), runStateAt(state, 'optimiserStart'));
  const t = f.number(i32.add(steps, 1));
  const rate = spread(setting('learningRate'));
  const epsilon = spread(setting('epsilon'));
  const [beta1, beta2] = [spread(setting('momentum')), spread(setting('beta2'))];
  const rest1 = spread(f32.sub(one, setting('momentum')));
  const rest2 = spread(f32.sub(one, setting('beta2')));
  const correction1 = spread(correction(f, setting('momentum'), t));
  const correction2 = spread(correction(f, setting('beta2'), t));
  return ({ gradient, read, write }) => {
    const mean = f.local('v128', blend(read('mean'), beta1, gradient, rest1));
    const squared = f32x4.mul(gradient, gradient);
    const square = f.local('v128', blend(read('square'), beta2, squared, rest2));
    const root = f32x4.add(f32x4.sqrt(f32x4.div(square, correction2)), epsilon);
    const step = f32x4.div(f32x4.div(mean, correction1), root);
    write('mean', mean);
    write('square', square);
    write('w', f32x4.sub(read('w'), f32x4.mul(rate, step)));
  };
});

export const adadelta = optimiser('adadelta', ['square', 'delta'], ({ setting, spread }) => {
  const rate = spread(setting('learningRate'));
  const epsilon = spread(setting('epsilon'));
  const rho = spread(setting('rho'));
  const rest = spread(f32.sub(one, setting('rho')));
  return ({ f, gradient, read, write }) => {
    const square = f.local('v128', blend(read('square'), rho, f32x4.mul(gradient, gradient), rest));
    const root = (value: V128) => f32x4.sqrt(f32x4.add(value, epsilon));
    const ratio = f32x4.div(root(read('delta')), root(square));
    const step = f.local('v128', f32x4.mul(ratio, gradient));
    write('square', square);
    write('delta', blend(read('delta'), rho, f32x4.mul(step, step), rest));
    write('w', f32x4.sub(read('w'), f32x4.mul(rate, step)));
  };
});
