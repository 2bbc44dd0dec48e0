// What an independent framework computed for small stacks of layers (see tools/fixtures/common.py), in double
// precision: inputs, parameters, outputs, and the gradients that a given gradient of the output has.
import { readFileSync } from 'node:fs';
import { decodeSafetensors } from '../formats/safetensors.ts';
import type { Shape } from '../spec/shape.ts';

export interface LayerFixture {
  title: string;
  input: Shape;
  /** Elements of a document; all have ids. */
  layers: readonly { id: string }[];
  batch: number;
  /** "x", "output", "dy", "x.gradient"; "norm1.gain" and "norm1.gain.gradient" for each parameter. */
  tensors: ReadonlyMap<string, Float64Array>;
}

/** The cases of engine/testing/fixtures/<family>.safetensors. */
export function loadLayerFixtures(family: string): LayerFixture[] {
  const file = readFileSync(new URL(`./fixtures/${family}.safetensors`, import.meta.url));
  const { tensors, metadata } = decodeSafetensors(file);
  const cases: Omit<LayerFixture, 'tensors'>[] = JSON.parse(metadata.cases);
  return cases.map((one, index) => {
    const prefix = `${index}/`;
    const names = [...tensors.keys()].filter((name) => name.startsWith(prefix) && !name.endsWith('.rest'));
    const values = names.map((name): [string, Float64Array] => {
      const rest = tensors.get(`${name}.rest`)?.data;
      const sum = Float64Array.from(tensors.get(name)!.data, (value, i) => value + (rest?.[i] ?? 0));
      return [name.slice(prefix.length), sum];
    });
    return { ...one, tensors: new Map(values) };
  });
}
