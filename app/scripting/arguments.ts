// What scripts hand in, checked before it goes to the engine: each mistake is a sentence that says what
// was expected and what came.

import { EngineError } from '../../engine/spec/messages.ts';
import type { BackendChoice } from '../../engine/worker/protocol.ts';
import { engineChoices } from '../store/engines.ts';
import type { Limits, Pixels } from './playground.ts';

const shown = (value: unknown): string =>
  typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));

/** A whole number from `least` to `most`. */
export function requireWhole(name: string, value: unknown, least: number, most = 2 ** 32 - 1): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${shown(value)}.`);
}

export function requireText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error(`${name} must be a text, not ${shown(value)}.`);
}

/** An object whose keys are all among `known`; absent means empty. */
export function requireOptions<T extends object>(
  name: string,
  value: T | undefined,
  known: readonly (keyof T)[],
): T {
  if (value === undefined) return {} as T;
  if (typeof value !== 'object' || value === null)
    throw new Error(`${name} takes an object such as { ${String(known[0])}: ... }, not ${shown(value)}.`);
  for (const key of Object.keys(value))
    if (!known.includes(key as keyof T))
      throw new Error(`${name} has no option "${key}"; it knows ${known.join(', ')}.`);
  return value;
}

const limitKeys: (keyof Limits)[] = ['steps', 'epochs', 'seconds'];

export function requireLimits(limits: Limits | undefined): Limits {
  const given = requireOptions('start', limits, limitKeys);
  for (const key of limitKeys) {
    const value = given[key];
    if (value === undefined) continue;
    if (key === 'steps') requireWhole('steps', value, 1);
    else if (!(typeof value === 'number' && value > 0 && Number.isFinite(value)))
      throw new Error(`${key} must be a number above 0, not ${shown(value)}.`);
  }
  return given;
}

export function requireFlag(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`${name} must be true or false, not ${shown(value)}.`);
}

export function requireBackend(id: unknown): BackendChoice {
  const known = engineChoices.find((one) => one === id);
  if (known) return known;
  throw new EngineError('backend.unknown', { id: String(id), known: engineChoices.join(', ') });
}

/** Files with their paths; a folder that was dropped or chosen keeps its folders' names. */
export function requireFiles(files: unknown): { path: string; file: Blob }[] {
  const wanted = 'importDataset takes files: [File, ...], the files of an <input>, or [{ path, file }, ...]';
  if (typeof files !== 'object' || files === null || !(Symbol.iterator in files))
    throw new Error(`${wanted}.`);
  const list = [...(files as Iterable<unknown>)].map((one) => {
    if (one instanceof File) return { path: one.webkitRelativePath || one.name, file: one };
    const { path, file } = (one ?? {}) as { path?: unknown; file?: unknown };
    if (typeof path === 'string' && file instanceof Blob) return { path, file };
    throw new Error(`${wanted}; one of them is ${shown(one)}.`);
  });
  if (list.length === 0) throw new Error(`${wanted}; none were given.`);
  return list;
}

/** Planar bytes of an image: as they are, or red, green and blue of pixels whose size is right. */
export function requireImage(
  image: unknown,
  shape: { height: number; width: number; channels: number },
): Uint8Array {
  if (image instanceof Uint8Array) return image;
  const { width, height, data } = (image ?? {}) as Partial<Pixels>;
  if (!(data instanceof Uint8ClampedArray) || width === undefined || height === undefined)
    throw new Error('predict takes a Uint8Array of planar bytes, or an ImageData.');
  if (width !== shape.width || height !== shape.height)
    throw new Error(
      `The image must have ${shape.width}×${shape.height} pixels, but it has ${width}×${height}.`,
    );
  if (shape.channels !== 3)
    throw new Error(`Pixels have 3 colours, but images of this data set have ${shape.channels} channels.`);
  const pixels = width * height;
  return Uint8Array.from({ length: 3 * pixels }, (_, i) => data[(i % pixels) * 4 + Math.floor(i / pixels)]);
}
