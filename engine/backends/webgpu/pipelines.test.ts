// Pipelines are built once, and what nobody asks for any more is let go.
import { describe, expect, it } from 'vitest';
import { mostKept } from '../recent.ts';
import { shader } from './kernels/kernel.ts';
import { PipelineCache, withLengths } from './pipelines.ts';

const code = `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> words: array<u32>;
`;

describe('lengths of arrays', () => {
  it('are written into the text', () =>
    expect(withLengths(code, { x: 12, words: 3 })).toBe(
      code.replace('array<f32>', 'array<f32, 12>').replace('array<u32>', 'array<u32, 3>'),
    ));

  it('stay open where the shader asks for them', () => {
    const asking = `${code}fn count() -> u32 { return arrayLength(&x); }`;
    expect(withLengths(asking, { x: 12, words: 3 })).toBe(asking);
  });
});

describe('cache', () => {
  /** A device that only counts the pipelines it is asked to build. */
  function counting() {
    let built = 0;
    const device = {
      createShaderModule: () => ({}),
      createBindGroupLayout: () => ({}),
      createPipelineLayout: () => ({}),
      createComputePipelineAsync: async () => ++built,
    };
    return { cache: new PipelineCache(device as unknown as GPUDevice), built: () => built };
  }
  const one = shader('one', { x: 'read', words: 'read_write' }, code);

  it('builds a pipeline once for each shader, set of constants and lengths', async () => {
    const { cache, built } = counting();
    const lengths = { x: 1, words: 1 };
    for (let time = 0; time < 3; time++)
      for (const count of [1, 2]) await cache.get({ shader: one, constants: { count } }, lengths);
    expect(built()).toBe(2);
    await cache.get({ shader: one, constants: { count: 1 } }, { x: 2, words: 1 });
    expect(built()).toBe(3);
  });

  it('lets go of the one not asked for the longest', async () => {
    const { cache, built } = counting();
    for (let count = 0; count < mostKept; count++) await cache.get({ shader: one, constants: { count } });
    await cache.get({ shader: one, constants: { count: 0 } });
    await cache.get({ shader: one, constants: { count: mostKept } });
    expect(built()).toBe(mostKept + 1);
    await cache.get({ shader: one, constants: { count: 0 } });
    expect(built()).toBe(mostKept + 1);
    await cache.get({ shader: one, constants: { count: 1 } });
    expect(built()).toBe(mostKept + 2);
  });

  it('names the shader that cannot be built', async () => {
    const device = {
      createShaderModule: () => ({}),
      createBindGroupLayout: () => ({}),
      createPipelineLayout: () => ({}),
      createComputePipelineAsync: async () => {
        throw new Error('no');
      },
    };
    const cache = new PipelineCache(device as unknown as GPUDevice);
    await expect(cache.get({ shader: one, constants: {} })).rejects.toThrow('shader one: no');
  });
});
