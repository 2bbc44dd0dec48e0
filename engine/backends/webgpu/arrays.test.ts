// Element types and lengths in the text of a shader.
import { describe, expect, it } from 'vitest';
import { type Shown, withArrays } from './arrays.ts';

const code = `alias Stored = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> words: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<Stored>;
`;
const floats = (bytes: number): Shown => ({ dtype: 'f32', bytes });
const halves = (bytes: number): Shown => ({ dtype: 'f16', bytes });
const words: Shown = { dtype: 'u8', bytes: 12 };

describe('lengths of arrays', () => {
  it('are written into the text', () =>
    expect(withArrays(code, { x: floats(48), words, y: floats(8) })).toBe(
      code
        .replace('array<f32>', 'array<f32, 12>')
        .replace('array<u32>', 'array<u32, 3>')
        .replace('array<Stored>', 'array<Stored, 2>'),
    ));

  it('stay open where the shader asks for them', () => {
    const asking = `${code}fn count() -> u32 { return arrayLength(&x); }`;
    expect(withArrays(asking, { x: floats(48), words, y: floats(8) })).toBe(asking);
    expect(withArrays(asking, { x: halves(48), words, y: floats(8) })).toBe(
      `enable f16;\n${asking.replace('array<f32>', 'array<f16>')}`,
    );
  });
});

describe('half precision', () => {
  it('of what is read changes its binding', () =>
    expect(withArrays(code, { x: halves(48), words, y: floats(8) })).toBe(
      `enable f16;\n${code
        .replace('array<f32>', 'array<f16, 24>')
        .replace('array<u32>', 'array<u32, 3>')
        .replace('array<Stored>', 'array<Stored, 2>')}`,
    ));

  it('of what is written changes the type that the kernel converts to', () =>
    expect(withArrays(code, { x: floats(48), words, y: halves(8) })).toBe(
      `enable f16;\n${code
        .replace('array<f32>', 'array<f32, 12>')
        .replace('array<u32>', 'array<u32, 3>')
        .replace('array<Stored>', 'array<Stored, 4>')
        .replace('alias Stored = f32', 'alias Stored = f16')}`,
    ));
});
