// The backend apart from its kernels: storage, transfers, repeated runs, errors, loss.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runState, runStateWords } from '../../ops/runState.ts';
import { bytesPerElement, type OpCall, type Plan, type PlanTensor } from '../../plan/plan.ts';
import { nodeGpu, watchedGpu } from '../../testing/nodeGpu.ts';
import { state } from '../../testing/opCases/values.ts';
import { mebibytes } from '../limits.ts';
import { createWebGpuBackend, type WebGpuBackend } from './backend.ts';

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await createWebGpuBackend(nodeGpu());
});
afterAll(() => backend?.destroy());

type Declared = readonly [name: string, dtype: PlanTensor['dtype'], length: number];

/** A plan whose tensors have a buffer each. */
function planWith(declared: readonly Declared[], train: readonly OpCall[] = []): Plan {
  const tensors = declared.map(([name, dtype, length]): [string, PlanTensor] => [
    name,
    { name, buffer: name, offset: 0, dtype, shape: [length], kind: 'workspace', layer: '' },
  ]);
  const buffers = declared.map(([name, dtype, length]) => ({
    name,
    kind: 'workspace' as const,
    bytes: Math.ceil((length * bytesPerElement[dtype]) / 4) * 4,
  }));
  return {
    batch: 1,
    classes: 2,
    buffers,
    tensors: new Map(tensors),
    parameters: [],
    programs: { train },
  };
}

const call = (
  op: OpCall['op'],
  tensors: OpCall['tensors'],
  attributes: OpCall['attributes'],
  pass: OpCall['pass'] = 'forward',
): OpCall => ({ op, layer: 'test', pass, tensors, attributes });

describe('report', () => {
  it('names the adapter and says that it is software', () => {
    expect(backend.report.backend).toBe('webgpu');
    expect(backend.report.adapter).toMatch(/swiftshader|llvmpipe/i);
    expect(backend.report.software).toBe(true);
    expect(backend.report.maxBindingBytes).toBeGreaterThanOrEqual(2 ** 27);
  });

  it('refuses, in words, where there is no adapter', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU;
    await expect(createWebGpuBackend(none)).rejects.toThrow('WebGPU is not available here');
  });
});

describe('storage', () => {
  const plan = planWith([
    ['a', 'f32', 10],
    ['b', 'u8', 5],
  ]);

  it('starts zeroed, counts its bytes, and gives them back', async () => {
    const storage = backend.createStorage(plan.buffers);
    expect(backend.allocatedBytes()).toBe(48);
    const [a, b] = await backend.read(plan, storage, ['a', 'b']);
    expect([...a]).toEqual(new Array(10).fill(0));
    expect([...b]).toEqual(new Array(5).fill(0));
    expect(backend.allocatedBytes()).toBe(48);
    storage.destroy();
    storage.destroy();
    expect(backend.allocatedBytes()).toBe(0);
  });

  it('shares what its parent has', async () => {
    const parent = backend.createStorage(plan.buffers.slice(0, 1));
    const child = backend.createStorage(plan.buffers, parent);
    expect(child.owned.map(({ name }) => name)).toEqual(['b']);
    expect(child.has('a')).toBe(true);
    backend.write(plan, child, 'a', Float32Array.of(1, 2));
    expect([...(await backend.read(plan, parent, ['a']))[0]].slice(0, 3)).toEqual([1, 2, 0]);
    child.destroy();
    expect(backend.allocatedBytes()).toBe(40);
    parent.destroy();
  });

  it('refuses a buffer that is too large before allocating any', () => {
    const large = { name: 'huge', kind: 'activations' as const, bytes: 2 ** 40 };
    expect(() => backend.createStorage([...plan.buffers, large])).toThrow(
      `huge needs 1048576.0 MiB, more than the ${mebibytes(backend.report.maxBindingBytes)} this device can bind`,
    );
    expect(backend.allocatedBytes()).toBe(0);
  });
});

describe('transfer', () => {
  it('writes any part of a tensor of bytes and leaves the rest', async () => {
    const length = 1037;
    const plan = planWith([['bytes', 'u8', length]]);
    const storage = backend.createStorage(plan.buffers);
    const expected = new Uint8Array(length);
    let value = 1;
    for (const [from, count] of [
      [0, length],
      [0, 1],
      [1, 2],
      [1, 5],
      [255, 2],
      [2, 6],
      [7, 1],
      [1030, 7],
      [1036, 1],
      [500, 400],
      [3, 0],
    ]) {
      const data = Uint8Array.from({ length: count }, () => value++ % 251);
      expected.set(data, from);
      backend.write(plan, storage, 'bytes', data, from);
    }
    expect([...(await backend.read(plan, storage, ['bytes']))[0]]).toEqual([...expected]);
    storage.destroy();
  });

  it('converts to half precision and back, in any part of a tensor', async () => {
    const plan = planWith([['halves', 'f16', 7]]);
    const storage = backend.createStorage(plan.buffers);
    expect(backend.allocatedBytes()).toBe(16);
    backend.write(plan, storage, 'halves', Float32Array.of(1, 2, 3, 4, 5, 6, 7));
    backend.write(plan, storage, 'halves', Float32Array.of(0, 0.1, 1e6).subarray(1), 3);
    backend.write(plan, storage, 'halves', Float32Array.of(-2), 6);
    const [read] = await backend.read(plan, storage, ['halves']);
    expect(read).toEqual(Float32Array.of(1, 2, 3, 0.0999755859375, Number.POSITIVE_INFINITY, 6, -2));
    const one = Float32Array.of(1);
    expect(() => backend.write(plan, storage, 'halves', one, 7)).toThrow('no room for 1 values from 7 on');
    storage.destroy();
  });

  it('writes views that begin inside their array', async () => {
    const plan = planWith([['words', 'u32', 4]]);
    const storage = backend.createStorage(plan.buffers);
    backend.write(plan, storage, 'words', Uint32Array.of(9, 8, 7, 6).subarray(1, 3), 2);
    expect([...(await backend.read(plan, storage, ['words']))[0]]).toEqual([0, 0, 8, 7]);
    storage.destroy();
  });

  it('refuses what does not fit or has another type', () => {
    const plan = planWith([['x', 'f32', 4]]);
    const storage = backend.createStorage(plan.buffers);
    expect(() => backend.write(plan, storage, 'x', new Float32Array(3), 2)).toThrow(RangeError);
    expect(() => backend.write(plan, storage, 'x', new Float32Array(1), -1)).toThrow(RangeError);
    expect(() => backend.write(plan, storage, 'x', new Uint8Array(4))).toThrow(TypeError);
    expect(() => backend.write(plan, storage, 'x', new Uint32Array(4))).toThrow(TypeError);
    expect(() => backend.write(plan, storage, 'y', new Float32Array(4))).toThrow('no tensor "y"');
    storage.destroy();
  });
});

describe('run', () => {
  it('repeats a program and keeps the order of calls, runs and reads', async () => {
    const plan = planWith(
      [
        ['x', 'f32', 3],
        ['y', 'f32', 3],
        ['run.state', 'u32', runStateWords],
      ],
      [
        call('accumulate', { x: 'x', y: 'y' }, { count: 3 }),
        call('accumulate', { x: 'y', y: 'x' }, { count: 3 }),
        call('advance', { state: 'run.state' }, { batch: 5 }, 'update'),
      ],
    );
    const storage = backend.createStorage(plan.buffers);
    backend.write(plan, storage, 'x', Float32Array.of(1, 1, 1));
    const program = await backend.compile(plan, 'train', storage);
    expect(program.dispatches).toBe(3);
    const runs = [backend.run(program, 3), backend.run(program, 2)];
    const [x, counters] = await backend.read(plan, storage, ['x', 'run.state']);
    await Promise.all(runs);
    // y, x of the Fibonacci numbers: 1 2, 3 5, 8 13, 21 34, 55 89.
    expect([...x]).toEqual([89, 89, 89]);
    expect(counters[runState.step]).toBe(5);
    expect(counters[runState.position]).toBe(25);
    storage.destroy();
  });

  it('folds grids that are longer than one dimension allows', async () => {
    const count = 65536 * 64 + 70;
    const plan = planWith([['y', 'f32', count]], [call('reluForward', { y: 'y' }, { count })]);
    const storage = backend.createStorage(plan.buffers);
    backend.write(plan, storage, 'y', new Float32Array(count).fill(-1));
    await backend.run(await backend.compile(plan, 'train', storage), 1);
    const [y] = await backend.read(plan, storage, ['y']);
    expect(y.findIndex((value) => value !== 0)).toBe(-1);
    storage.destroy();
  });

  it('names the op whose tensor is missing', async () => {
    const plan = planWith([['x', 'f32', 3]], [call('accumulate', { x: 'x' }, { count: 3 })]);
    const storage = backend.createStorage(plan.buffers);
    await expect(backend.compile(plan, 'train', storage)).rejects.toThrow('accumulate of "test"');
    storage.destroy();
  });

  it('refuses to read and change one buffer in the same call', async () => {
    const plan = planWith([['x', 'f32', 3]], [call('accumulate', { x: 'x', y: 'x' }, { count: 3 })]);
    const storage = backend.createStorage(plan.buffers);
    await expect(backend.compile(plan, 'train', storage)).rejects.toThrow('reads and changes');
    storage.destroy();
  });

  it('reports an error of the device that nothing awaited with one of the next runs', async () => {
    const plan = planWith([['x', 'f32', 3]], [call('reluForward', { y: 'x' }, { count: 3 })]);
    const storage = backend.createStorage(plan.buffers);
    const program = await backend.compile(plan, 'train', storage);
    storage.destroy();
    const runs = async () => {
      for (let i = 0; i < 5; i++) await backend.run(program, 1);
    };
    await expect(runs()).rejects.toThrow('the graphics device reported an error');
  });
});

describe('time', () => {
  it('runs a program once and says how long each of its calls took', async () => {
    const count = 1_000_000;
    const plan = planWith(
      [
        ['x', 'f32', count],
        ['y', 'f32', count],
      ],
      [
        call('accumulate', { x: 'x', y: 'y' }, { count }),
        call('accumulate', { x: 'y', y: 'x' }, { count }),
        call('accumulate', { x: 'x', y: 'y' }, { count }),
      ],
    );
    const storage = backend.createStorage(plan.buffers);
    backend.write(plan, storage, 'x', new Float32Array(count).fill(1));
    const program = await backend.compile(plan, 'train', storage);
    const began = performance.now();
    const milliseconds = await backend.time(program);
    const whole = performance.now() - began;
    expect(milliseconds).toHaveLength(3);
    for (const time of milliseconds) expect(time).toBeGreaterThan(0);
    expect(milliseconds.reduce((sum, time) => sum + time)).toBeLessThan(whole);
    const [y] = await backend.read(plan, storage, ['y']);
    expect([...new Set(y)]).toEqual([3]);
    storage.destroy();
  });
});

describe('findNotFinite', () => {
  const declared: Declared[] = [
    ['a', 'f32', 100],
    ['b', 'f32', 100],
    ['run.state', 'u32', runStateWords],
  ];
  const calls = [
    call('reluForward', { y: 'a' }, { count: 100 }),
    call('accumulate', { x: 'a', y: 'b' }, { count: 100 }),
    call('accumulate', { x: 'b', y: 'a' }, { count: 100 }, 'update'),
    call('advance', { state: 'run.state' }, { batch: 1 }, 'update'),
  ];

  it.each([Number.NaN, Infinity, -Infinity])('names the call that first wrote %s', async (bad) => {
    const plan = planWith(declared, calls);
    const storage = backend.createStorage(plan.buffers);
    const b = new Float32Array(100).fill(2);
    b[77] = bad;
    backend.write(plan, storage, 'b', b);
    backend.write(plan, storage, 'run.state', state({ step: 4, halted: 1 }));
    expect(await backend.findNotFinite(plan, 'train', storage)).toBe(1);
    const [a, counters] = await backend.read(plan, storage, ['a', 'run.state']);
    expect([...a]).toEqual(new Array(100).fill(0));
    expect([...counters]).toEqual([...state({ step: 4, halted: 1 })]);
    storage.destroy();
  });

  it('finds nothing where all is finite', async () => {
    const plan = planWith(declared, calls);
    const storage = backend.createStorage(plan.buffers);
    backend.write(plan, storage, 'run.state', state({ halted: 1 }));
    expect(await backend.findNotFinite(plan, 'train', storage)).toBe(-1);
    storage.destroy();
  });
});

describe('loss of the device', () => {
  const plan = planWith([['y', 'f32', 3]], [call('reluForward', { y: 'y' }, { count: 3 })]);

  /** A gpu whose device the test can take away. */
  async function losable(): Promise<{ other: WebGpuBackend; lose: () => void }> {
    let device: GPUDevice | undefined;
    const gpu = watchedGpu((one) => {
      device = one;
    });
    const other = await createWebGpuBackend(gpu);
    return { other, lose: () => device!.destroy() };
  }

  it('is told, and every later call says so', async () => {
    const { other, lose } = await losable();
    const storage = other.createStorage(plan.buffers);
    const program = await other.compile(plan, 'train', storage);
    await other.run(program, 1);
    const pending = other.read(plan, storage, ['y']);
    lose();
    const outcome = await pending.then(
      (values) => values.length,
      (error: Error) => error.message,
    );
    if (outcome !== 1) expect(outcome).toMatch('the device was lost');
    expect(await other.lost).not.toBe('');
    await expect(other.run(program, 1)).rejects.toThrow('the device was lost');
    await expect(other.read(plan, storage, ['y'])).rejects.toThrow('the device was lost');
    await expect(other.compile(plan, 'train', storage)).rejects.toThrow('the device was lost');
    storage.destroy();
  });

  it('is not reported when the backend itself is destroyed', async () => {
    const { other } = await losable();
    other.destroy();
    const told = await Promise.race([
      other.lost,
      new Promise((resolve) => setTimeout(() => resolve('nothing'), 100)),
    ]);
    expect(told).toBe('nothing');
  });
});
