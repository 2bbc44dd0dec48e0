// The pattern of classic nets, INPUT -> [[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC, as a document.
import { z } from '../zod.ts';
import { type NetworkDocument, parseDocument, parseWith } from './document.ts';
import { type Field, fieldShape, type Settings } from './fields.ts';
import type { Shape } from './shape.ts';

export const patternFields = [
  { key: 'convolutions', kind: 'integer', min: 0, max: 4, default: 2 },
  { key: 'pooled', kind: 'boolean', default: true },
  { key: 'stages', kind: 'integer', min: 0, max: 6, default: 3 },
  { key: 'filters', kind: 'integer', min: 1, max: 512, default: 32 },
  { key: 'doubling', kind: 'boolean', default: true },
  { key: 'kernel', kind: 'choice', options: ['3', '5', '7'], default: '3' },
  { key: 'hidden', kind: 'integer', min: 0, max: 3, default: 2 },
  { key: 'units', kind: 'integer', min: 1, max: 4096, default: 128 },
] as const satisfies readonly Field[];
export type Pattern = Settings<typeof patternFields>;

const schema = z.strictObject(fieldShape(patternFields));

/** A complete pattern from a partial one; throws EngineError "document.schema". */
export const parsePattern = (value: unknown): Pattern =>
  parseWith(schema, value, 'pattern', 'document.schema') as Pattern;

/**
 * The net of a pattern for images of a shape. Convolutions keep the size; a pool halves it and leaves out an odd last
 * line, and there is none once a side has but one pixel.
 */
export function patternDocument(pattern: Pattern, input: Shape, classes: number): NetworkDocument {
  const kernel = Number(pattern.kernel);
  const layers: object[] = [];
  let side = Math.min(input.height, input.width);
  for (let stage = 0; stage < pattern.stages; stage++) {
    const filters = pattern.filters * (pattern.doubling ? 2 ** stage : 1);
    for (let n = 0; n < pattern.convolutions; n++)
      layers.push({ type: 'conv', filters, kernel, padding: (kernel - 1) / 2 }, { type: 'relu' });
    if (!pattern.pooled || side < 2) continue;
    layers.push({ type: 'pool', kernel: 2, stride: 2, rounding: 'floor' });
    side = Math.floor(side / 2);
  }
  for (let k = 0; k < pattern.hidden; k++)
    layers.push({ type: 'fc', units: pattern.units }, { type: 'relu' });
  layers.push({ type: 'fc', units: classes });
  const name = `N${pattern.convolutions} M${pattern.stages} K${pattern.hidden}`;
  return parseDocument({ version: 1, name, input, layers });
}
