// What the rows of the layer table are written with: a case, and short names for the layers they need.
import type { Merge } from '../../spec/blockFields.ts';
import type { Shape } from '../../spec/shape.ts';

export interface LayerCase {
  title: string;
  input: Shape;
  layers: unknown[];
  batch: number;
  /** The cross-entropy unless given. */
  loss?: { type: string; [field: string]: unknown };
}

/** Classes that every case ends in. */
export const caseClasses = 3;

export const shape = (height: number, width: number, channels: number): Shape => ({
  height,
  width,
  channels,
});
export const conv = (settings: object = {}) => ({ type: 'conv', filters: 2, kernel: 3, ...settings });
export const pool = (settings: object = {}) => ({ type: 'pool', ...settings });
export const fc = (units: number, settings: object = {}) => ({ type: 'fc', units, ...settings });
export const parallel = (merge: Merge, ...branches: unknown[][]) => ({
  type: 'parallel',
  merge,
  branches,
});
/** A block whose input goes on, with one auxiliary head. */
export const head = (layers: unknown[]) => parallel('head', [], layers);
export const relu = { type: 'relu' };
export const tanh = { type: 'tanh' };
export const sigmoid = { type: 'sigmoid' };
export const dropout = (rate: number) => ({ type: 'dropout', rate });

/** A case whose stack ends in a fully connected layer to the classes, unless it ends so already. */
export const row = (title: string, input: Shape, layers: object[], batch = 2): LayerCase => ({
  title,
  input,
  layers:
    (layers.at(-1) as { type?: string; units?: number })?.units === caseClasses
      ? layers
      : [...layers, fc(caseClasses)],
  batch,
});
