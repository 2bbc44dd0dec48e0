// The reference engine as an engine: storage that shares and frees, parts of tensors written, other work
// given its turn, and what it refuses.
import { describe, expect, test } from 'vitest';
import { analyse } from '../../plan/analyse.ts';
import { buildPlan } from '../../plan/build.ts';
import { parseDocument } from '../../spec/document.ts';
import { parseTraining } from '../../spec/training.ts';
import { createReferenceBackend } from './index.ts';

const planOf = (height: number, filters: number, batch: number) => {
  const document = parseDocument({
    version: 1,
    input: { height, width: height, channels: 1 },
    layers: [
      { type: 'conv', filters, kernel: 1 },
      { type: 'fc', units: 2 },
    ],
  });
  const data = { train: 1, test: 1 };
  return buildPlan(analyse(document, 2), { purpose: 'train', training: parseTraining({ batch }), data });
};

test('storage shares what its parent has, and counts and frees its own', () => {
  const backend = createReferenceBackend();
  const plan = planOf(2, 1, 1);
  const parent = backend.createStorage(plan.buffers.filter(({ kind }) => kind === 'data'));
  const held = backend.allocatedBytes();
  const child = backend.createStorage(plan.buffers, parent);
  backend.write(plan, child, 'data.train.labels', Uint8Array.of(7));
  expect(backend.view(plan, parent, 'data.train.labels')[0]).toBe(7);
  expect(child.owned.some(({ kind }) => kind === 'data')).toBe(false);
  child.destroy();
  child.destroy();
  expect(backend.allocatedBytes()).toBe(held);
  expect(parent.has('data.train.labels')).toBe(true);
});

test('a part of a tensor is written, and what is read is a copy', async () => {
  const backend = createReferenceBackend();
  const plan = planOf(2, 1, 1);
  const storage = backend.createStorage(plan.buffers);
  backend.write(plan, storage, 'fc1.bias', Float32Array.of(5), 1);
  const [bias] = await backend.read(plan, storage, ['fc1.bias']);
  expect([...bias]).toEqual([0, 5]);
  bias[0] = 9;
  expect(backend.view(plan, storage, 'fc1.bias')[0]).toBe(0);
  expect(() => backend.view(plan, storage, 'fc9.bias')).toThrow('no tensor "fc9.bias"');
});

test('long work gives way', async () => {
  let turns = 0;
  const backend = createReferenceBackend({
    giveWay: async () => {
      turns++;
    },
  });
  const plan = planOf(64, 16, 8);
  const storage = backend.createStorage(plan.buffers);
  backend.write(plan, storage, 'run.state', Uint32Array.of(1), 5);
  const program = await backend.compile(plan, 'train', storage);
  expect(program.dispatches).toBe(plan.programs.train!.length);
  for (let i = 0; i < 20 && turns === 0; i++) await backend.run(program, 5);
  expect(turns).toBeGreaterThan(0);
});

test('so do many runs that are short each', async () => {
  let turns = 0;
  const backend = createReferenceBackend({
    giveWay: async () => {
      turns++;
    },
  });
  const plan = planOf(1, 1, 1);
  const storage = backend.createStorage(plan.buffers);
  backend.write(plan, storage, 'run.state', Uint32Array.of(1), 5);
  const program = await backend.compile(plan, 'train', storage);
  for (let i = 0; i < 1e6 && turns === 0; i++) await backend.run(program, 1);
  expect(turns).toBe(1);
});

describe('a net that is too large', () => {
  test('is refused in a sentence before anything is allocated', () => {
    const backend = createReferenceBackend();
    const plan = planOf(1024, 4096, 1024);
    expect(() => backend.createStorage(plan.buffers)).toThrow(
      /needs \d+\.\d MiB of memory, more than the 2048.0 MiB/,
    );
    expect(backend.allocatedBytes()).toBe(0);
  });
});
