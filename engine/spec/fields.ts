// Settings as data: a layer, optimiser or augmentation lists its fields once; the schema that checks a
// document, the form that edits it and the pages that explain it all follow from that list.
import { z } from '../zod.ts';

/** A size along both axes: one number for both, or [height, width]. */
export type Size = number | readonly [number, number];

export type Field = {
  key: string;
  /** Whose texts explain it, where several lists share it; else those of the list that it is in. */
  texts?: string;
  /** The field means something only where another one has one of these values; forms leave it out elsewhere. */
  when?: Readonly<Record<string, readonly unknown[]>>;
} & (
  | { kind: 'integer'; min: number; max: number; default: number }
  | { kind: 'number'; min: number; max: number; step: number; default: number }
  | { kind: 'size'; min: number; max: number; default: number }
  | { kind: 'choice'; options: readonly string[]; default: string }
  | { kind: 'boolean'; default: boolean }
);

type ValueOf<F extends Field> = F extends { kind: 'integer' | 'number' }
  ? number
  : F extends { kind: 'size' }
    ? Size
    : F extends { kind: 'choice'; options: readonly (infer O)[] }
      ? O
      : boolean;

/** The settings object that a list of fields describes. */
export type Settings<F extends readonly Field[]> = { [K in F[number] as K['key']]: ValueOf<K> };

/** Whether a field means something beside these settings. */
export const applies = (field: Field, settings: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(field.when ?? {}).every(([key, values]) => values.includes(settings[key]));

/** [height, width] of a size. */
export const pair = (size: Size): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

function fieldSchema(field: Field): z.ZodMiniType {
  const range = 'min' in field ? [z.gte(field.min), z.lte(field.max)] : [];
  switch (field.kind) {
    case 'integer':
      return z._default(z.int().check(...range), field.default);
    case 'number':
      return z._default(z.number().check(...range), field.default);
    case 'size': {
      const one = z.int().check(...range);
      const error = `expected a whole number from ${field.min} to ${field.max}, or [height, width]`;
      return z._default(z.union([one, z.tuple([one, one])], { error }), field.default);
    }
    case 'choice':
      return z._default(z.enum(field.options as [string, ...string[]]), field.default);
    case 'boolean':
      return z._default(z.boolean(), field.default);
  }
}

/** The zod shape of a list of fields; absent values take their defaults. */
export const fieldShape = (fields: readonly Field[]): Record<string, z.ZodMiniType> =>
  Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)]));

/** Every field at its default. */
export const defaultSettings = (fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.key, field.default]));
