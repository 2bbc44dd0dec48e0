// What WebAssembly can do with vectors of 128 bits here.
import type { FunctionBuilder } from './emit/function.ts';
import { ModuleBuilder } from './emit/module.ts';
import { f32x4, type V128 } from './emit/value.ts';

function accepts(value: (f: FunctionBuilder) => V128): boolean {
  if (typeof WebAssembly === 'undefined') return false;
  const module = new ModuleBuilder();
  module.define('probe', [], (f) => f.local('v128', value(f)));
  return WebAssembly.validate(module.encode(false));
}

export const hasSimd = (): boolean => accepts(() => f32x4.const(0));

/** Whether it can multiply and add in one operation ("relaxed SIMD"), whose last bits differ between processors. */
export const hasFused = (): boolean =>
  accepts(() => f32x4.relaxed_madd(f32x4.const(0), f32x4.const(0), f32x4.const(0)));
