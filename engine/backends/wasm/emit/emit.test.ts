// The emitter: numbers as bytes, and small functions that are run.
import { describe, expect, it } from 'vitest';
import { float32, signed, text, unsigned } from './encoding.ts';
import type { FunctionBuilder, Local } from './function.ts';
import { ModuleBuilder } from './module.ts';
import { f32, f32x4, f64, i32, i32x4, v128 } from './value.ts';

describe('encoding', () => {
  it('of whole numbers is LEB128', () => {
    expect(unsigned(0)).toEqual([0]);
    expect(unsigned(127)).toEqual([0x7f]);
    expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(unsigned(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
    expect(signed(63)).toEqual([63]);
    expect(signed(64)).toEqual([0xc0, 0]);
    expect(signed(-1)).toEqual([0x7f]);
    expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
    expect(signed(2 ** 32 - 1)).toEqual([0x7f]);
  });

  it('of floats and names', () => {
    expect(float32(1)).toEqual([0, 0, 0x80, 0x3f]);
    expect(text('é')).toEqual([2, 0xc3, 0xa9]);
  });
});

/** Runs what `write` emits over a memory of one page and returns its first `count` words or floats. */
async function run(write: (f: FunctionBuilder, n: Local<'i32'>) => void, n = 0) {
  const module = new ModuleBuilder();
  module.define('main', ['n'], (f, p) => write(f, p.n));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(module.encode(false), { engine: { memory } });
  (instance.exports.main as (n: number) => void)(n);
  return {
    words: (count: number) => [...new Int32Array(memory.buffer, 0, count)],
    floats: (count: number) => [...new Float32Array(memory.buffer, 0, count)],
  };
}

describe('functions', () => {
  it('count in loops, not at all where there is nothing to count', async () => {
    const { words } = await run((f, n) => {
      f.range(0, n, (i) => f.storeWord(i32.mul(i, 4), i32.add(i, 10)));
      f.range(5, 5, () => f.storeWord(0, -1));
      f.range(n, n, () => f.storeWord(0, -1));
      f.range(4, 7, (i) => f.storeWord(i32.mul(i, 4), i), 2);
    }, 3);
    expect(words(8)).toEqual([10, 11, 12, 0, 4, 0, 6, 0]);
  });

  it('decide', async () => {
    const { words } = await run((f, n) => {
      f.when(i32.lt_u(n, 5), () => f.storeWord(0, 1));
      f.when(
        i32.eq(n, 5),
        () => f.storeWord(4, 1),
        () => f.storeWord(4, 2),
      );
      f.storeWord(8, i32.min_s(-3, n));
      f.storeWord(12, i32.min_u(-3, n));
    }, 3);
    expect(words(4)).toEqual([1, 2, -3, 3]);
  });

  it('fold what is known while emitting', () => {
    expect(i32.add(3, 4).constant).toBe(7);
    expect(i32.mul(3, 4).constant).toBe(12);
    const value = i32.load(0);
    expect(i32.add(value, 0)).toBe(value);
    expect(i32.mul(1, value)).toBe(value);
  });

  it('call others', async () => {
    const module = new ModuleBuilder();
    const inner = module.define('', ['at', 'value'], (f, { at, value }) => f.storeWord(at, value));
    module.define('main', ['n'], (f, { n }) => {
      f.call(inner, 4, n);
      expect(() => f.call(inner, 4)).toThrow('1 arguments for 2');
    });
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { instance } = await WebAssembly.instantiate(module.encode(false), { engine: { memory } });
    expect(Object.keys(instance.exports)).toEqual(['main']);
    (instance.exports.main as (n: number) => void)(9);
    expect([...new Int32Array(memory.buffer, 0, 2)]).toEqual([0, 9]);
  });

  it('compute with vectors and store some of their lanes', async () => {
    const { floats } = await run((f) => {
      f.storeFloat(0, f32.const(1.5));
      f.storeFloat(4, f32.demote_f64(f64.mul(f64.const(3), f64.const(0.25))));
      const value = f.local('v128', f32x4.mul(v128.load32_splat(0), f32x4.const(2)));
      for (const lanes of [1, 2, 3, 4]) f.storeVector(16 * lanes, value, 0, lanes);
      const counted = f32x4.convert_i32x4_s(i32x4.const(1, 2, 3, -4));
      f.storeVector(80, counted);
    });
    expect(floats(24)).toEqual([
      ...[1.5, 0.75, 0, 0],
      ...[3, 0, 0, 0],
      ...[3, 3, 0, 0],
      ...[3, 3, 3, 0],
      ...[3, 3, 3, 3],
      ...[1, 2, 3, -4],
    ]);
  });

  it('clear, copy and touch bytes', async () => {
    const { words } = await run((f) => {
      f.range(0, 16, (i) => f.storeWord(i, -1), 4);
      f.touch(0, 12);
      f.clear(4, 4);
      f.copy(16, 2, 4);
    });
    expect(words(5)).toEqual([-1, 0, -1, -1, 0xffff]);
  });
});
