// Pipelines are built once, and what nobody asks for any more is let go.
import { describe, expect, it } from 'vitest';
import type { DType } from '../../plan/plan.ts';
import { mostKept } from '../recent.ts';
import { shader } from './kernels/kernel.ts';
import { PipelineCache } from './pipelines.ts';

const code = `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> words: array<u32>;
`;

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

  it('builds a pipeline once for each shader, set of constants and arrays', async () => {
    const { cache, built } = counting();
    const shown = (bytes: number, dtype: DType = 'f32') => ({
      x: { dtype, bytes },
      words: { dtype: 'u32' as const, bytes: 4 },
    });
    for (let time = 0; time < 3; time++)
      for (const count of [1, 2]) await cache.get({ shader: one, constants: { count } }, shown(4));
    expect(built()).toBe(2);
    await cache.get({ shader: one, constants: { count: 1 } }, shown(8));
    expect(built()).toBe(3);
    await cache.get({ shader: one, constants: { count: 1 } }, shown(8, 'f16'));
    expect(built()).toBe(4);
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
