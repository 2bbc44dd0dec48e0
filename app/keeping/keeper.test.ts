// When a run is kept and when it is offered, over a storage in memory.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunStatus } from '../../engine/worker/protocol.ts';
import type { Playground } from '../store/context.tsx';
import { defaultPage } from '../store/link.ts';
import { createNoticeStore } from '../store/notices.ts';
import { createRunStore } from '../store/run.ts';
import { startKeeping } from './keeper.ts';

const { stored, storage } = vi.hoisted(() => ({
  stored: new Map<string, unknown>(),
  storage: { full: false },
}));
vi.mock('idb-keyval', () => ({
  get: async (key: string) => stored.get(key),
  setMany: async (entries: [string, unknown][]) => {
    if (storage.full) throw new Error('no room');
    for (const [key, value] of entries) stored.set(key, value);
  },
}));
vi.mock('../i18n/index.ts', () => ({ openTexts: async () => {} }));

/** A page whose run is as the test says, and whose file has so many bytes. */
function pageWith(bytes = 1000, seed = 7) {
  const { network, training, dataset, engine, engineOptions } = defaultPage();
  const run = createRunStore({
    running: network,
    training,
    datasetId: dataset,
    backendChoice: engine,
    engineOptions,
    seed,
    startWhenReady: false,
  });
  const notices = createNoticeStore();
  const loaded: Uint8Array[] = [];
  const playground = {
    run,
    notices,
    client: { request: async () => ({ file: new Uint8Array(bytes), step: run.getState().status.step }) },
    actions: { load: async (file: Uint8Array) => loaded.push(file) },
    act: (action: () => Promise<unknown>) => void action(),
  } as unknown as Playground;
  const report = (status: Partial<RunStatus>) =>
    run.setState((state) => ({ status: { ...state.status, ...status } }));
  return { playground, report, loaded, notices: () => notices.getState().notices };
}
const keptStep = () => (stored.get('kept run') as { step: number } | undefined)?.step;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  stored.clear();
  storage.full = false;
});

test('a run that rests is kept, several steps together', async () => {
  const { playground, report } = pageWith();
  await startKeeping(playground);
  report({ state: 'paused', step: 0 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(stored.size).toBe(0);
  report({ state: 'paused', step: 1 });
  await vi.advanceTimersByTimeAsync(400);
  report({ state: 'paused', step: 2 });
  await vi.advanceTimersByTimeAsync(400);
  expect(keptStep()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(keptStep()).toBe(2);
});

test.each([
  [1000, 30],
  [60_000_000, 120],
])('a run that goes on, of %i bytes, is kept after 30 seconds, then every %i', async (bytes, seconds) => {
  const { playground, report } = pageWith(bytes);
  await startKeeping(playground);
  const kept = new Set<number>();
  for (let second = 1; second <= 30 + 2 * seconds; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    report({ state: 'running', step: second });
    await vi.advanceTimersByTimeAsync(0);
    if (keptStep()) kept.add(keptStep()!);
  }
  expect([...kept]).toEqual([30, 30 + seconds, 30 + 2 * seconds]);
});

test('what was kept is offered on the same net, data and seed, until the run begins', async () => {
  const before = pageWith(1234);
  await startKeeping(before.playground);
  before.report({ state: 'paused', step: 1500 });
  await vi.advanceTimersByTimeAsync(500);

  const other = pageWith(0, 8);
  await startKeeping(other.playground);
  expect(other.notices()).toEqual([]);

  const { playground, report, loaded, notices } = pageWith();
  await startKeeping(playground);
  expect(notices()).toMatchObject([{ text: { key: 'kept:offer', values: { step: '1,500' } } }]);
  notices()[0].action!.run();
  await vi.advanceTimersByTimeAsync(0);
  expect(loaded.map(({ length }) => length)).toEqual([1234]);
  report({ state: 'paused', step: 1500 });
  expect(notices()).toEqual([]);
});

test('what an earlier visit left gives way to a run of 30 seconds', async () => {
  const before = pageWith();
  await startKeeping(before.playground);
  before.report({ state: 'paused', step: 1500 });
  await vi.advanceTimersByTimeAsync(500);

  const { playground, report } = pageWith();
  await startKeeping(playground);
  report({ state: 'paused', step: 9, elapsedSeconds: 29 });
  await vi.advanceTimersByTimeAsync(500);
  expect(keptStep()).toBe(1500);
  report({ state: 'paused', step: 10, elapsedSeconds: 30 });
  await vi.advanceTimersByTimeAsync(500);
  expect(keptStep()).toBe(10);
  report({ state: 'paused', step: 11, elapsedSeconds: 1 });
  await vi.advanceTimersByTimeAsync(500);
  expect(keptStep()).toBe(11);
});

test('without room nothing is kept, and nothing fails', async () => {
  const { playground, report, notices } = pageWith();
  await startKeeping(playground);
  storage.full = true;
  report({ state: 'paused', step: 5 });
  await vi.advanceTimersByTimeAsync(500);
  expect([stored.size, notices()]).toEqual([0, []]);
  storage.full = false;
  report({ state: 'paused', step: 6 });
  await vi.advanceTimersByTimeAsync(500);
  expect(keptStep()).toBe(6);
});
