// Whether WebAssembly has vectors of 128 bits here.
import { ModuleBuilder } from './emit/module.ts';
import { f32x4 } from './emit/value.ts';

export function hasSimd(): boolean {
  if (typeof WebAssembly === 'undefined') return false;
  const module = new ModuleBuilder();
  module.define('probe', [], (f) => f.local('v128', f32x4.const(0)));
  return WebAssembly.validate(module.encode(false));
}
