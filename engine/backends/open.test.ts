// Which engine is taken where, and why.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../spec/messages.ts';
import { graphicsCard, nodeGpu, watchedGpu } from '../testing/nodeGpu.ts';
import type { Backend } from './backend.ts';
import type { StepTime, Trial } from './faster.ts';
import { listEngines, openBackend } from './open.ts';

const giveWay = async () => {};

afterEach(() => vi.unstubAllGlobals());

test('without WebGPU: WebAssembly', async () => {
  const { backend, reason, detail } = await openBackend('auto', { gpu: undefined, giveWay });
  expect(backend.report).toMatchObject({ backend: 'wasm', adapter: 'SIMD, 1 thread', software: false });
  expect(reason).toBe('simd');
  expect(detail).toEqual({ error: new EngineError('backend.noWebGpu') });
});

test('on an adapter that the processor plays: WebAssembly, though WebGPU can be asked for', async () => {
  const platform = { gpu: nodeGpu(), giveWay };
  const trial = vi.fn<Trial>();
  const { backend, reason, detail } = await openBackend('auto', platform, trial);
  expect(trial).not.toHaveBeenCalled();
  expect(backend.report.backend).toBe('wasm');
  expect(reason).toBe('simd');
  expect(detail).toMatch(/swiftshader|llvmpipe/i);
  const asked = await openBackend('webgpu', platform);
  expect(asked.backend.report.backend).toBe('webgpu');
  expect(asked.reason).toBe('softwareAdapter');
  asked.backend.destroy();
});

test('without either: the plain loops', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const platform = { gpu: undefined, giveWay };
  const { backend, reason } = await openBackend('auto', platform);
  expect(backend.report.backend).toBe('reference');
  expect(reason).toBe('noWebGpu');
  await expect(openBackend('wasm', platform)).rejects.toThrow('this browser has no WebAssembly with SIMD');
  expect(await listEngines(platform)).toEqual([
    {
      id: 'webgpu',
      available: false,
      reason: 'noWebGpu',
      detail: { error: new EngineError('backend.noWebGpu') },
    },
    { id: 'wasm', available: false, reason: 'noSimd', detail: { error: new EngineError('backend.noSimd') } },
    { id: 'reference', available: true, reason: 'always', detail: '' },
  ]);
});

describe('on a graphics card', () => {
  const devices: GPUDevice[] = [];
  const gpu = watchedGpu((device) => devices.push(device), { info: graphicsCard });
  const platform = { gpu, giveWay };

  /** Opens the best engine where a step takes these times; Error where the net does not run. */
  async function choose(times: Record<'webgpu' | 'wasm', number | Error>) {
    const tried: Backend[] = [];
    const opened = await openBackend('auto', platform, async (backend): Promise<StepTime> => {
      tried.push(backend);
      const milliseconds = times[backend.report.backend as 'webgpu' | 'wasm'];
      if (milliseconds instanceof Error) throw milliseconds;
      return { milliseconds, batch: 32 };
    });
    expect(tried.map(({ report }) => report.backend)).toEqual(['webgpu', 'wasm']);
    expect(tried).toContain(opened.backend);
    const { backend, ...why } = opened;
    const ended = devices.pop()!.lost.then(({ reason }) => reason);
    if (backend.report.backend === 'webgpu') backend.destroy();
    expect(await ended).toBe('destroyed');
    return { engine: backend.report.backend, ...why };
  }

  test.each([
    [2.1, 9.4, 'webgpu'],
    [9.4, 2.1, 'wasm'],
    [3, 3, 'webgpu'],
  ])('steps of %d ms on WebGPU and %d ms on WebAssembly: %s', async (webgpu, wasm, engine) => {
    const times = { batch: 32, webgpu, wasm };
    expect(await choose({ webgpu, wasm })).toEqual({
      engine,
      reason: 'timed',
      detail: 'A graphics card',
      times,
    });
  });

  test('an engine that the net does not run on is not taken', async () => {
    const tooLarge = new Error('too large');
    expect(await choose({ webgpu: tooLarge, wasm: 9.4 })).toEqual({
      engine: 'wasm',
      reason: 'noWebGpu',
      detail: { error: tooLarge },
    });
    const staying = { engine: 'webgpu', reason: 'adapter', detail: 'A graphics card' };
    expect(await choose({ webgpu: 2.1, wasm: tooLarge })).toEqual(staying);
    expect(await choose({ webgpu: tooLarge, wasm: tooLarge })).toEqual(staying);
  });

  test('without a net to try: WebGPU', async () => {
    const { backend, reason } = await openBackend('auto', platform);
    expect(backend.report).toMatchObject({ backend: 'webgpu', software: false });
    expect(reason).toBe('adapter');
    backend.destroy();
  });
});
