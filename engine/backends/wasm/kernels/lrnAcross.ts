// Local response normalisation over neighbouring channels. The channels of a pixel pass by four at a time: the windows'
// sums are made of the vectors held in registers, and what follows from a sum trails behind. Powers, which take long, are
// made of many sums together while these lie in the output.
import type { LrnAttributes } from '../../../ops/lrn.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { f32x4, type I32, i32, i32x4, lanesOf, type V128, v128 } from '../emit/value.ts';
import { power } from './exponential.ts';
import { blueprint, type Kernel } from './kernel.ts';
import { denominator, inverseRoots } from './lrnRoots.ts';
import { eachGroup, eachGroupInStages, loadAll, storeAll } from './vectors.ts';

/** Four numbers from lane `lane` of vectors that follow each other. */
function lanesFrom(vectors: readonly V128[], lane: number): V128 {
  const [at, first] = [Math.floor(lane / 4), lane % 4];
  return first === 0 ? vectors[at] : lanesOf(vectors[at], vectors[at + 1], first);
}

/**
 * Sums over `reach` numbers on either side, of numbers that come in four at a time: made of sums of two neighbours, which
 * serve several windows.
 */
class SlidingSums {
  /** Vectors by which a sum trails behind what comes in last. */
  readonly lag: number;
  private readonly held: Local<'v128'>[];
  /** Each number of a held vector and the next one; those of the last come with the next vector. */
  private readonly pairs: Local<'v128'>[];

  constructor(
    private readonly f: FunctionBuilder,
    private readonly reach: number,
  ) {
    this.lag = Math.ceil((reach + 2) / 4);
    this.held = Array.from({ length: 2 * this.lag + 1 }, () => f.local('v128'));
    this.pairs = this.held.slice(1).map(() => f.local('v128'));
  }

  clear(): void {
    for (const one of [...this.held, ...this.pairs]) this.f.set(one, f32x4.const(0));
  }

  push(value: V128): void {
    const { f, held, pairs } = this;
    for (const vectors of [held, pairs])
      for (let i = 1; i < vectors.length; i++) f.set(vectors[i - 1], vectors[i]);
    f.set(held[held.length - 1], value);
    const newest = held.slice(-2);
    f.set(pairs[pairs.length - 1], f32x4.add(newest[0], lanesFrom(newest, 1)));
  }

  sums(): V128 {
    const { reach, lag, held, pairs } = this;
    const twos = Array.from({ length: reach }, (_, i) => lanesFrom(pairs, 4 * lag - reach + 2 * i));
    return twos.reduce((a, b) => f32x4.add(a, b), lanesFrom(held, 4 * lag + reach));
  }
}

/** One vector of channels coming in. Others are told by how many vectors they lie behind it. */
interface Step {
  /** Real lanes of a vector: 4, fewer in the last one, 0 before the first and after the last. */
  lanes(behind: number): number;
  /** Four values of a tensor whose pixel begins at `pixel`, 0 where lanes are not real. */
  load(pixel: I32, behind: number): V128;
  store(pixel: I32, behind: number, value: V128): void;
}

const realLanes = (lanes: number): V128 => {
  const [a, b, c, d] = [0, 1, 2, 3].map((lane) => (lane < lanes ? -1 : 0));
  return i32x4.const(a, b, c, d);
};

/** Calls `body` for every vector of `channels` channels, and for `lag` more after the last. */
function eachStep(f: FunctionBuilder, channels: number, lag: number, body: (step: Step) => void): void {
  const step = (lanes: Step['lanes'], oldest: I32, offset: (behind: number) => number): Step => ({
    lanes,
    load(pixel, behind) {
      const value = v128.load(i32.add(pixel, oldest), offset(behind));
      return lanes(behind) === 4 ? value : v128.and(value, realLanes(lanes(behind)));
    },
    store: (pixel, behind, value) =>
      f.storeVector(i32.add(pixel, oldest), value, offset(behind), lanes(behind)),
  });
  const single = (index: number) =>
    body(
      step(
        (behind) => Math.max(0, index < behind ? 0 : Math.min(4, channels - 4 * (index - behind))),
        0,
        (behind) => 16 * (index - behind),
      ),
    );
  const whole = Math.floor(channels / 4);
  const alike = Math.min(lag, whole);
  for (let index = 0; index < alike; index++) single(index);
  f.range(
    0,
    16 * (whole - alike),
    (oldest) =>
      body(
        step(
          () => 4,
          oldest,
          (behind) => 16 * (lag - behind),
        ),
      ),
    16,
  );
  for (let index = whole; index < Math.ceil(channels / 4) + lag; index++) single(index);
}

const square = (f: FunctionBuilder, value: V128): V128 => {
  const local = f.local('v128', value);
  return f32x4.mul(local, local);
};

/** One block of pixels: how many, and where it begins in each tensor. */
interface PixelBlock<R extends string> {
  pixels: I32;
  at: Record<R, Local<'i32'>>;
}

/** Values of a block: the nearest cache holds those of three tensors. */
const mostValues = 1024;

/** A kernel whose items are blocks of pixels; a block, but for the last, is of whole vectors. */
function perBlock<const R extends string>(
  name: string,
  roles: readonly R[],
  change: (f: FunctionBuilder, a: LrnAttributes, block: PixelBlock<R>) => void,
): Kernel {
  return ({ attributes, address }) => {
    const a = attributes as LrnAttributes;
    const pixels = a.batch * a.height * a.width;
    const block = 4 * Math.max(1, Math.floor(mostValues / (4 * a.channels)));
    const shape = [a.channels, a.size, a.alpha, a.beta, a.k];
    const module = blueprint([name, ...shape], (builder) => {
      builder.define(name, [...roles, 'pixels', 'from', 'to'], (f, p) => {
        f.range(p.from, p.to, (item) => {
          const first = f.number(i32.mul(item, block));
          const begins = roles.map((role) => [
            role,
            f.number(i32.add(p[role], i32.mul(first, 4 * a.channels))),
          ]);
          const count = f.number(i32.min_u(i32.sub(p.pixels, first), block));
          change(f, a, { pixels: count, at: Object.fromEntries(begins) });
        });
      });
    });
    const args = [...roles.map(address), pixels];
    return [{ blueprint: module, entry: name, args, items: Math.ceil(pixels / block) }];
  };
}

/** Calls `body` for every pixel of a block, with its places. */
function eachPixel<const R extends string>(
  f: FunctionBuilder,
  { channels }: LrnAttributes,
  { pixels, at }: PixelBlock<R>,
  body: (pixel: Record<R, Local<'i32'>>) => void,
): void {
  const roles = Object.keys(at) as R[];
  const places = Object.fromEntries(roles.map((role) => [role, f.number(at[role])])) as typeof at;
  f.range(0, pixels, () => {
    body(places);
    for (const role of roles) f.increase(places[role], 4 * channels);
  });
}

/** Emits d, made of the sum of x^2 over the window, of all values of a block. */
function denominators(f: FunctionBuilder, a: LrnAttributes, block: PixelBlock<'x' | 'd'>): void {
  const squares = new SlidingSums(f, (a.size - 1) / 2);
  const { lag } = squares;
  eachPixel(f, a, block, ({ x, d }) => {
    squares.clear();
    eachStep(f, a.channels, lag, (step) => {
      squares.push(step.lanes(0) > 0 ? square(f, step.load(x, 0)) : f32x4.const(0));
      if (step.lanes(lag) > 0) step.store(d, lag, denominator(a, squares.sums()));
    });
  });
}

/** Values of a block, for `eachGroup`. */
const valuesOfBlock = (f: FunctionBuilder, { channels }: LrnAttributes, pixels: I32) => ({
  index: f.number(0),
  end: f.number(i32.mul(pixels, channels)),
});

export const lrnAcrossForward = perBlock('lrnAcrossForward', ['x', 'y'], (f, a, { pixels, at }) => {
  denominators(f, a, { pixels, at: { x: at.x, d: at.y } });
  eachGroupInStages(
    f,
    [at.x, at.y],
    valuesOfBlock(f, a, pixels),
    (offsets) => inverseRoots(f, a, loadAll(f, at.y, offsets)),
    (offsets, roots) => {
      const factors = power(f, roots, 2 * a.beta);
      const values = factors.map((factor, i) => f32x4.mul(v128.load(at.x, offsets[i]), factor));
      storeAll(f, at.y, offsets, values);
    },
  );
});

/** dx first holds d, then d^-1/2; these pass by, and the gradients take their place. */
export const lrnAcrossBackward = perBlock('lrnAcrossBackward', ['x', 'dy', 'dx'], (f, a, { pixels, at }) => {
  denominators(f, a, { pixels, at: { x: at.x, d: at.dx } });
  const roots = f.number(at.dx);
  eachGroup(f, [roots], valuesOfBlock(f, a, pixels), (offsets) =>
    storeAll(f, roots, offsets, inverseRoots(f, a, loadAll(f, roots, offsets))),
  );
  const shares = new SlidingSums(f, (a.size - 1) / 2);
  const share = f.local('v128');
  // A share is added to the sums in the step after its own, beside the roots of the next.
  const lag = shares.lag + 1;
  /** dy d^-beta of the last vectors, the oldest first. */
  const own = Array.from({ length: lag + 1 }, () => f.local('v128'));
  const shareOf = (step: Step, { x, dy, dx }: Record<'x' | 'dy' | 'dx', Local<'i32'>>): V128 => {
    const root = f.local('v128', step.load(dx, 0));
    f.set(own[lag], f32x4.mul(step.load(dy, 0), power(f, [root], 2 * a.beta)[0]));
    return f32x4.mul(f32x4.mul(own[lag], step.load(x, 0)), f32x4.mul(root, root));
  };
  eachPixel(f, a, { pixels, at }, (pixel) => {
    const { x, dx } = pixel;
    shares.clear();
    f.set(share, f32x4.const(0));
    eachStep(f, a.channels, lag, (step) => {
      for (let i = 1; i <= lag; i++) f.set(own[i - 1], own[i]);
      shares.push(share);
      f.set(share, step.lanes(0) > 0 ? shareOf(step, pixel) : f32x4.const(0));
      if (step.lanes(lag) === 0) return;
      const others = f32x4.mul(f32x4.const(2 * a.alpha * a.beta), shares.sums());
      step.store(dx, lag, f32x4.sub(own[0], f32x4.mul(step.load(x, lag), others)));
    });
  });
});
