// The backend apart from its kernels: memory, transfers, order of work, and results that are the same to
// the bit whatever the tile.
import { describe, expect, it, vi } from 'vitest';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { ledgerOf } from '../../plan/ledger.ts';
import type { Plan, PlanTensor } from '../../plan/plan.ts';
import { EngineError } from '../../spec/messages.ts';
import { presetOf } from '../../spec/presets/index.ts';
import { opCases } from '../../testing/opCases/index.ts';
import { resultsOf, runOnBackend } from '../../testing/opHarness.ts';
import { createWasmBackend, WasmBackend } from './backend.ts';
import { Arena, mostBytes } from './memory.ts';
import { WasmStorage } from './storage.ts';
import { Team } from './threads/team.ts';
import { fastestTile } from './tune.ts';

type Declared = readonly [name: string, dtype: PlanTensor['dtype'], length: number];

/** A plan whose tensors have a buffer each, and whose one program adds `x` to `y`. */
function planWith(...declared: readonly Declared[]): Plan {
  const tensors = declared.map(([name, dtype, length]): [string, PlanTensor] => [
    name,
    { name, buffer: name, offset: 0, dtype, shape: [length], kind: 'workspace', layer: '' },
  ]);
  const count = declared[0][2];
  return {
    batch: 1,
    classes: 2,
    buffers: declared.map(([name, dtype, length]) => ({
      name,
      kind: 'workspace',
      bytes: Math.ceil((length * (dtype === 'u8' ? 1 : 4)) / 4) * 4,
    })),
    tensors: new Map(tensors),
    parameters: [],
    programs: {
      train: [
        {
          op: 'accumulate',
          layer: 'test',
          pass: 'forward',
          tensors: { x: 'x', y: 'y' },
          attributes: { count },
        },
      ],
    },
  };
}

describe('memory', () => {
  it('is used again where it was given back, zeroed, neighbours joined', () => {
    const arena = new Arena(false);
    const [a, b, c] = [100, 200, 300].map((bytes) => arena.allocate(bytes));
    expect([a, b, c].map((start) => start % 64)).toEqual([0, 0, 0]);
    new Uint8Array(arena.memory.buffer, a, 328).fill(7);
    arena.release(b, 200);
    arena.release(a, 100);
    const again = arena.allocate(384);
    expect(again).toBe(a);
    expect(new Uint8Array(arena.memory.buffer, again, 384).every((byte) => byte === 0)).toBe(true);
    expect(arena.allocate(64)).toBe(c + 320);
  });

  it('is for one thread where it cannot be shared', () => {
    const { Memory } = WebAssembly;
    class Unshared extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        if (descriptor.shared) throw new RangeError('no addresses');
        super(descriptor);
      }
    }
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(Unshared);
    expect(Arena.open(true).shared).toBe(false);
    vi.restoreAllMocks();
    expect(Arena.open(true).memory.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('grows, and says so in words where it cannot', () => {
    const arena = new Arena(false);
    const start = arena.allocate(5_000_000);
    expect(arena.memory.buffer.byteLength).toBeGreaterThan(start + 5_000_000);
    expect(() => arena.allocate(mostBytes)).toThrow(EngineError);
    expect(() => arena.allocate(mostBytes)).toThrow(
      /needs 4100.8 MiB of memory, more than the browser gives/,
    );
  });
});

describe('storage', () => {
  const plan = planWith(['a', 'f32', 10], ['b', 'u8', 5]);

  it('counts the bytes of the plan, shares with its parent, and gives back once', async () => {
    const backend = await createWasmBackend();
    const parent = backend.createStorage(plan.buffers.slice(0, 1));
    const child = backend.createStorage(plan.buffers, parent);
    expect(backend.allocatedBytes()).toBe(48);
    expect(child.owned.map(({ name }) => name)).toEqual(['b']);
    backend.write(plan, child, 'a', Float32Array.of(1, 2));
    backend.write(plan, child, 'a', Float32Array.of(3), 9);
    expect([...(await backend.read(plan, parent, ['a']))[0]]).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 3]);
    child.destroy();
    child.destroy();
    expect(backend.allocatedBytes()).toBe(40);
    parent.destroy();
    expect(backend.allocatedBytes()).toBe(0);
  });

  it('begins long buffers at different places of the pages, and short ones at the next cache line', () => {
    const long = [1, 2, 4, 8, 16].map((pages): Declared => [`long ${pages}`, 'f32', 2 ** 14 * pages]);
    const { buffers, tensors } = planWith(...long, ['one', 'f32', 25], ['two', 'f32', 25]);
    const storage = new WasmStorage(new Arena(false), buffers, undefined, () => {});
    const places = [...tensors.values()].map((tensor) => storage.address(tensor));
    expect(places.slice(0, 5).map((place) => (place - places[0]) % 4096)).toEqual([0, 832, 1664, 2496, 3328]);
    expect(places.map((place) => place % 64)).toEqual(places.map(() => 0));
    expect(places[6] - places[5]).toBe(128);
  });

  it('holds VGG16 in the bytes that the ledger predicts, and the memory is no larger than its rounding', async () => {
    const { network, training } = presetOf('cifar-vgg16');
    const data = { train: 50_000, test: 10_000 };
    const large = buildPlan(analyse(network, 10), { purpose: 'train', training, data });
    const { held } = ledgerOf(large);
    const arena = new Arena(false);
    const backend = new WasmBackend(arena, await Team.start(arena.memory, undefined), {});
    const storage = backend.createStorage(large.buffers);
    expect(held).toBeGreaterThan(3 * 4 * 14_982_474 + 60_000 * 3073);
    expect(backend.allocatedBytes()).toBe(held);
    const rounding = (4096 + 64) * large.buffers.length + 65536 + 128;
    expect(arena.memory.buffer.byteLength - held).toBeLessThan(rounding);
    storage.destroy();
  });

  it('refuses more than 32 bits can address before allocating any', async () => {
    const backend = await createWasmBackend();
    const huge = { name: 'huge', kind: 'activations' as const, bytes: 2 ** 32 };
    expect(() => backend.createStorage([...plan.buffers, huge])).toThrow(
      'this net needs 4096.0 MiB of memory, more than the 4096.0 MiB that can be addressed',
    );
    expect(backend.allocatedBytes()).toBe(0);
  });

  it('refuses values that do not fit a tensor', async () => {
    const backend = await createWasmBackend();
    const storage = backend.createStorage(plan.buffers);
    expect(() => backend.write(plan, storage, 'b', new Uint8Array(6))).toThrow(RangeError);
    expect(() => backend.write(plan, storage, 'c', new Uint8Array(6))).toThrow('no tensor "c"');
  });
});

describe('runs', () => {
  const plan = planWith(['x', 'f32', 9], ['y', 'f32', 9]);

  it('come one after the other, and a read after all queued before it', async () => {
    const backend = await createWasmBackend({ giveWay: () => new Promise((resolve) => setTimeout(resolve)) });
    const storage = backend.createStorage(plan.buffers);
    const program = await backend.compile(plan, 'train', storage);
    backend.write(plan, storage, 'x', new Float32Array(9).fill(1));
    void backend.run(program, 3);
    void backend.run(program, 4);
    expect([...(await backend.read(plan, storage, ['y']))[0]]).toEqual(new Array(9).fill(7));
  });

  it('give way when 20 ms have gone by', async () => {
    let turns = 0;
    const backend = await createWasmBackend({
      giveWay: async () => {
        turns++;
      },
    });
    const program = await backend.compile(plan, 'train', backend.createStorage(plan.buffers));
    for (let i = 0; i < 1e6 && turns === 0; i++) await backend.run(program, 100);
    expect(turns).toBe(1);
  });

  it('are timed call by call', async () => {
    const backend = await createWasmBackend();
    const program = await backend.compile(plan, 'train', backend.createStorage(plan.buffers));
    const milliseconds = await backend.time(program);
    expect(milliseconds).toHaveLength(1);
    expect(milliseconds[0]).toBeGreaterThanOrEqual(0);
  });

  it('go on where the memory has grown meanwhile', async () => {
    const backend = await createWasmBackend();
    const storage = backend.createStorage(plan.buffers);
    const program = await backend.compile(plan, 'train', storage);
    backend.write(plan, storage, 'x', new Float32Array(9).fill(2));
    backend.createStorage([{ name: 'large', kind: 'activations', bytes: 10_000_000 }]);
    await backend.run(program, 1);
    expect((await backend.read(plan, storage, ['y']))[0][8]).toBe(2);
  });
});

it('finds the fastest tile', () => {
  const { rows, unroll, fused } = fastestTile(false);
  expect([4, 5, 8]).toContain(rows);
  expect([1, 8]).toContain(unroll);
  expect(fused).toBe(false);
});

it('gives the same bits with any tile', async () => {
  const tiles = [
    { rows: 5, unroll: 4 },
    { rows: 4, unroll: 1 },
    { rows: 8, unroll: 2 },
  ].map((tile) => ({ ...tile, fused: false }));
  const backends = await Promise.all(tiles.map((tile) => createWasmBackend({ tile })));
  for (const op of ['convForward', 'convBackwardInput', 'convBackwardWeight'] as const)
    for (const row of opCases[op]) {
      const results = await Promise.all(backends.map((backend) => runOnBackend(backend, row)));
      for (const role of resultsOf(row))
        for (const other of results.slice(1))
          expect(other[role], `${op} ${row.title}`).toEqual(results[0][role]);
    }
});
