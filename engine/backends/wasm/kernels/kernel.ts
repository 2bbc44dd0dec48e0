// What a kernel is to the backend: for one op call the phases that carry it out. A phase is plain data: a
// function of a module and its arguments; it works on items `from`..`to` of a range, which threads may
// divide between them as they like. Nothing that a phase writes depends on how its range is divided.
import type { ModuleBuilder } from '../emit/module.ts';

/** A module that can be emitted; two with the same key are the same. */
export interface Blueprint {
  key: string;
  write(module: ModuleBuilder): void;
}

/** One function over the items 0..items-1: entry(...args, from, to). */
export interface Phase {
  blueprint: Blueprint;
  entry: string;
  args: readonly number[];
  items: number;
}

/** The block of results that stays in registers while a sum runs: `rows` by 8 channels. */
export interface Tile {
  rows: number;
  /** Most steps of the sum that are written out one after the other. */
  unroll: number;
  /** Whether a multiplication and an addition are one operation, where the processor has that. */
  fused: boolean;
}

export interface KernelCall {
  attributes: Readonly<Record<string, number>>;
  tile: Tile;
  has(role: string): boolean;
  /** Byte address of a tensor. Tensors begin at multiples of 64, and what lies between them is nobody's. */
  address(role: string): number;
}

export type Kernel = (call: KernelCall) => readonly Phase[];

/** Values of one item of a phase that treats all values alike. */
export const blockValues = 4096;

export const blueprint = (
  key: string | readonly (string | number | object)[],
  write: Blueprint['write'],
): Blueprint => ({ key: typeof key === 'string' ? key : JSON.stringify(key), write });
