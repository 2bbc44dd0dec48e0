// Which engine is taken where, and why.
import { afterEach, expect, test, vi } from 'vitest';
import { nodeGpu } from '../testing/nodeGpu.ts';
import { listEngines, openBackend } from './open.ts';

const giveWay = async () => {};

afterEach(() => vi.unstubAllGlobals());

test('without WebGPU: WebAssembly', async () => {
  const { backend, reason, detail } = await openBackend('auto', { gpu: undefined, giveWay });
  expect(backend.report).toMatchObject({ backend: 'wasm', adapter: 'SIMD, 1 thread', software: false });
  expect(reason).toBe('simd');
  expect(detail).toBe('WebGPU is not available here: this platform does not offer it');
});

test('on an adapter that the processor plays: WebAssembly, though WebGPU can be asked for', async () => {
  const platform = { gpu: nodeGpu(), giveWay };
  const { backend, reason, detail } = await openBackend('auto', platform);
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
    { id: 'webgpu', available: false, reason: 'noWebGpu', detail: expect.stringContaining('WebGPU') },
    { id: 'wasm', available: false, reason: 'noSimd', detail: expect.stringContaining('SIMD') },
    { id: 'reference', available: true, reason: 'always', detail: '' },
  ]);
});
