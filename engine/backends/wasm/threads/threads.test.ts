// Several threads: the same bits as one, and what happens when one of them dies.
import { describe, expect, it, vi } from 'vitest';
import { parseDocument } from '../../../spec/document.ts';
import { parseTraining } from '../../../spec/training.ts';
import { testDataset } from '../../../testing/dataset.ts';
import { mortalHelper, nodeHelpers } from '../../../testing/nodeHelpers.ts';
import { opCases } from '../../../testing/opCases/index.ts';
import { planOf, resultsOf, runOnBackend } from '../../../testing/opHarness.ts';
import { Run } from '../../../train/run.ts';
import { createWasmBackend } from '../backend.ts';
import { firstItem } from './control.ts';
import { gather } from './gather.ts';
import { Meeting } from './meeting.ts';
import type { Helpers, HelperThread } from './team.ts';

// Threads of Node load the engine's sources first, which a busy machine makes slow.
vi.setConfig({ testTimeout: 120_000 });

it('every item belongs to one thread', () => {
  for (const items of [0, 1, 5, 16])
    for (const threads of [1, 2, 3, 7]) {
      const firsts = Array.from({ length: threads + 1 }, (_, thread) => firstItem(items, thread, threads));
      expect(firsts[0]).toBe(0);
      expect(firsts[threads]).toBe(items);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
    }
});

it('a meeting of one waits for nobody, of two not for ever', () => {
  const control = () => new Int32Array(new SharedArrayBuffer(64));
  expect(new Meeting(control(), 1).meet()).toBe(true);
  expect(new Meeting(control(), 2).meet(1)).toBe(false);
  const shared = control();
  const [first, second] = [new Meeting(shared, 2), new Meeting(shared, 2)];
  expect(first.meet(0)).toBe(false);
  expect(second.meet(0)).toBe(true);
});

it('three threads give the bits of one, op by op', async () => {
  const one = await createWasmBackend();
  const three = await createWasmBackend({ helpers: nodeHelpers(2) });
  expect(one.report.adapter).toBe('SIMD, 1 thread');
  expect(three.report.adapter).toBe('SIMD, 3 threads');
  for (const row of Object.values(opCases).flat()) {
    const expected = await runOnBackend(one, row);
    const actual = await runOnBackend(three, row);
    for (const role of resultsOf(row))
      expect(actual[role], `${row.op} ${row.title} ${role}`).toEqual(expected[role]);
  }
  expect(three.allocatedBytes()).toBe(0);
  three.destroy();
});

it('two threads train to the bits of one', async () => {
  const network = parseDocument({
    version: 1,
    input: { height: 12, width: 12, channels: 3 },
    layers: [
      { type: 'conv', filters: 20, kernel: 5, padding: 2 },
      { type: 'relu' },
      { type: 'pool' },
      { type: 'dropout', rate: 0.2 },
      { type: 'fc', units: 5 },
    ],
  });
  const training = parseTraining({ batch: 9, optimiser: 'adam', mirror: 'random', shift: 1 });
  const course = async (threads: number) => {
    const backend = await createWasmBackend({ helpers: nodeHelpers(threads - 1) });
    const dataset = testDataset(network.input, 5, 60, 5);
    const run = await Run.create({ backend, network, training, dataset, seed: 4 });
    await run.queue(12);
    const { metrics } = await run.collect();
    const { tensors } = await run.snapshot();
    await run.destroy();
    run.data.destroy();
    backend.destroy();
    return { metrics, weights: [...tensors].map(([name, { data }]) => [name, [...data]]) };
  };
  const one = await course(1);
  expect(one.metrics).toHaveLength(12);
  expect(await course(2)).toEqual(one);
});

/** Helpers of which those with the given numbers, from 0, are `odd` and the others as Node has them. */
function helpersWith(count: number, odd: Map<number, Partial<HelperThread>>): Helpers {
  const usual = nodeHelpers(count);
  let next = 0;
  return { ...usual, start: () => ({ ...usual.start(), ...odd.get(next++) }) };
}

describe('threads that do not come', () => {
  const fails: Partial<HelperThread> = { listen: (_, failed) => failed('not allowed') };
  const [row] = opCases.accumulate;

  it('are done without', async () => {
    const ended: number[] = [];
    const end = () => void ended.push(1);
    const backend = await createWasmBackend({
      helpers: helpersWith(3, new Map([[1, { ...fails, end }]])),
    });
    expect(ended).toEqual([1]);
    expect(backend.report).toMatchObject({ threads: 3, adapter: 'SIMD, 3 threads' });
    const expected = await runOnBackend(await createWasmBackend(), row);
    expect(await runOnBackend(backend, row)).toEqual(expected);
    backend.destroy();
  });

  it('leave the leader alone where none comes', async () => {
    const backend = await createWasmBackend({
      helpers: helpersWith(2, new Map([0, 1].map((i) => [i, fails]))),
    });
    expect(backend.report).toMatchObject({ threads: 1, adapter: 'SIMD, 1 thread' });
    expect(await runOnBackend(backend, row)).toEqual(await runOnBackend(await createWasmBackend(), row));
  });

  it('and never say so are waited for with patience, and then ended', async () => {
    let ended = 0;
    const silent = { post: () => {}, listen: () => {}, end: () => void ended++ };
    const backend = await createWasmBackend({
      helpers: { count: 40, start: () => silent, patience: 1 },
    });
    expect(ended).toBe(15);
    expect(backend.report.threads).toBe(1);
    expect(await runOnBackend(backend, row)).toEqual(await runOnBackend(await createWasmBackend(), row));
  });

  it('a thread that came and dies while others are waited for is not counted', async () => {
    const dying: HelperThread = {
      post: () => {},
      listen(heard, failed) {
        heard();
        failed('out of memory');
      },
      end: () => {},
    };
    expect(await gather({ count: 2, start: () => dying, patience: 1 })).toEqual([]);
  });
});

it('a kernel that leaves the memory is a lost device, not a thread that waits', async () => {
  const backend = await createWasmBackend({ helpers: nodeHelpers(1) });
  const [row] = opCases.accumulate;
  const plan = planOf(row);
  const [call] = plan.programs.train!;
  const wrong = { ...call, attributes: { count: 2 ** 29 } };
  const storage = backend.createStorage(plan.buffers);
  const program = await backend.compile({ ...plan, programs: { train: [wrong] } }, 'train', storage);
  await expect(backend.run(program, 1)).rejects.toThrow(/^the device was lost: /);
  expect(await backend.lost).toMatch(/memory access|a thread stopped/);
});

it('a thread that dies is a lost device', async () => {
  const { helpers, die } = mortalHelper();
  const backend = await createWasmBackend({ helpers });
  const [row] = opCases.accumulate;
  await runOnBackend(backend, row);
  die('out of memory');
  expect(await backend.lost).toBe('out of memory');
  await expect(runOnBackend(backend, row)).rejects.toThrow('the device was lost: out of memory');
  backend.destroy();
});

it('a thread that no longer answers is a lost device', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let answer = () => {};
  let loading = () => {};
  const told = new Promise<void>((resolve) => {
    loading = resolve;
  });
  const start = (): HelperThread => ({
    post: ({ type }) => (type === 'join' ? answer() : loading()),
    listen(heard) {
      answer = heard;
      heard();
    },
    end: () => {},
  });
  const backend = await createWasmBackend({ helpers: { count: 1, start, patience: 1 } });
  expect(backend.report.threads).toBe(2);
  const [row] = opCases.accumulate;
  const result = expect(runOnBackend(backend, row)).rejects.toThrow('a thread does not answer');
  await told;
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  await result;
  expect(await backend.lost).toBe('a thread does not answer');
});
