// What an independent framework computed for small stacks of layers (see tools/fixtures/common.py), in double
// precision: inputs, parameters, outputs, and the gradients that a given gradient of the output has.
import { readFileSync } from 'node:fs';
import { decodeSafetensors } from '../formats/safetensors.ts';
import type { Shape } from '../spec/shape.ts';

export interface LayerFixture {
  title: string;
  input: Shape;
  /** Elements of a document; all have ids. */
  layers: readonly { id: string; type: string }[];
  batch: number;
  /** "x", "output", "dy", "x.gradient"; "norm1.gain" and "norm1.gain.gradient" for each parameter. */
  tensors: ReadonlyMap<string, Float64Array>;
}

/** The tensors of engine/testing/fixtures/<name>.safetensors in double precision: each with what float32 left of it. */
export function loadDoubles(name: string) {
  const file = readFileSync(new URL(`./fixtures/${name}.safetensors`, import.meta.url));
  const { tensors, metadata } = decodeSafetensors(file);
  const names = [...tensors.keys()].filter((tensor) => !tensor.endsWith('.rest'));
  const values = names.map((tensor): [string, Float64Array] => {
    const rest = tensors.get(`${tensor}.rest`)?.data;
    return [tensor, Float64Array.from(tensors.get(tensor)!.data, (value, i) => value + (rest?.[i] ?? 0))];
  });
  return { metadata, tensors: new Map(values) };
}

/** The cases of engine/testing/fixtures/<family>.safetensors. */
export function loadLayerFixtures(family: string): LayerFixture[] {
  const { tensors, metadata } = loadDoubles(family);
  const cases: Omit<LayerFixture, 'tensors'>[] = JSON.parse(metadata.cases);
  return cases.map((one, index) => {
    const prefix = `${index}/`;
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    return { ...one, tensors: new Map(own.map(([name, values]) => [name.slice(prefix.length), values])) };
  });
}
