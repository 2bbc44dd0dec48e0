// Streaming: records appear as they arrive, training may start before the end, and whatever goes wrong
// ends both promises with one sentence.
import { describe, expect, test } from 'vitest';
import { listDatasets, openDataset } from './catalogue.ts';
import type { Fetch } from './fetchFile.ts';
import { type Loading, loadDataset } from './loadDataset.ts';
import { encodeRecords } from './records.ts';
import { serverOf, tinyEntry, tinyInfo, tinyRecords } from './testing.ts';

const baseUrl = 'datasets/';
const TRAIN = 'datasets/tiny/train.bin';
const TEST = 'datasets/tiny/test.bin';
const trainBytes = tinyRecords(1500);
const testBytes = tinyRecords(300);
const served = { [TRAIN]: trainBytes, [TEST]: testBytes };

const load = (fetch: Fetch, more = {}): Loading =>
  loadDataset(tinyEntry(1500, 300), { baseUrl, fetch, ...more });

describe('loadDataset', () => {
  for (const lengths of [[1, 3], [13], [100], [4096, 1], [1 << 20]]) {
    test(`reads everything in chunks of ${lengths.join(', ')}`, async () => {
      const progress: number[][] = [];
      const onProgress = (ready: number, total: number) => progress.push([ready, total]);
      const { dataset, done } = load(serverOf(served, lengths), { onProgress });
      expect(dataset.train.images).toHaveLength(1500 * 12);
      await done;
      expect(Buffer.compare(encodeRecords(dataset.train, tinyInfo.shape), trainBytes)).toBe(0);
      expect(Buffer.compare(encodeRecords(dataset.test, tinyInfo.shape), testBytes)).toBe(0);
      expect(progress.at(-1)).toEqual([1800, 1800]);
      const steps = progress.map(([ready = 0]) => ready);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    });
  }

  test('is ready with the first thousand training records', async () => {
    let letOn = () => {};
    const gate = new Promise<void>((resolve) => {
      letOn = resolve;
    });
    const fetch: Fetch = async (url) => {
      if (url === TEST) return new Response(testBytes);
      return new Response(
        new ReadableStream({
          async start(controller) {
            controller.enqueue(trainBytes.subarray(0, 1000 * 13));
            await gate;
            controller.enqueue(trainBytes.subarray(1000 * 13));
            controller.close();
          },
        }),
      );
    };
    const { dataset, ready, done } = load(fetch);
    await ready;
    expect(dataset.train.count).toBe(1000);
    letOn();
    await done;
    expect([dataset.train.count, dataset.test.count]).toEqual([1500, 300]);
  });

  test('is ready with all when there are fewer than a thousand', async () => {
    const fetch = serverOf({ [TRAIN]: tinyRecords(10), [TEST]: tinyRecords(5) });
    const { dataset, ready } = loadDataset(tinyEntry(10, 5), { baseUrl, fetch });
    await ready;
    expect(dataset.train.count).toBe(10);
  });

  test('stops when asked to', async () => {
    const controller = new AbortController();
    const reason = new Error('another data set was chosen');
    const onProgress = (ready: number) => ready > 50 && controller.abort(reason);
    const fetch: Fetch = (url, init) =>
      serverOf(
        served,
        [13],
      )(url).then(({ body }) => {
        const reader = body?.getReader();
        return new Response(
          new ReadableStream({
            async pull(stream) {
              if (init?.signal?.aborted) return stream.error(init.signal.reason);
              const { done, value } = (await reader?.read()) ?? { done: true };
              if (done) stream.close();
              else stream.enqueue(value);
            },
          }),
        );
      });
    const { ready, done, dataset } = load(fetch, { signal: controller.signal, onProgress });
    await expect(ready).rejects.toBe(reason);
    await expect(done).rejects.toBe(reason);
    expect(dataset.train.count).toBeLessThan(100);
  });
});

describe('loadDataset refuses', () => {
  const wrongLabel = tinyRecords(1500);
  wrongLabel[13 * 700] = 77;
  const cut = serverOf({ ...served, [TRAIN]: tinyRecords(1500).subarray(0, 9000) });
  const failing: Fetch = async () => {
    throw new TypeError('fetch failed');
  };
  const breaking: Fetch = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.error(new Error('connection reset'));
        },
      }),
    );
  const cases: [string, Fetch, string][] = [
    ['a missing file', serverOf({}), 'tiny/train.bin is not there; "npm run dataset" prepares it.'],
    ['404', async () => new Response('', { status: 404 }), 'tiny/train.bin is not there'],
    ['500', async () => new Response('', { status: 500 }), 'the server answered 500'],
    ['no network', failing, 'tiny/train.bin could not be fetched: fetch failed.'],
    ['a broken connection', breaking, 'tiny/train.bin could not be fetched: connection reset.'],
    ['a wrong label', serverOf({ ...served, [TRAIN]: wrongLabel }), 'label 77 at byte 9100'],
    ['a truncated file', cut, 'tiny/train.bin ends in the middle of a record, at byte 9000'],
    ['a short file', serverOf({ ...served, [TRAIN]: tinyRecords(3) }), 'after 3 records; 1500 were expected'],
    [
      'a long file',
      serverOf({ ...served, [TEST]: tinyRecords(301) }),
      'tiny/test.bin goes on after byte 3900',
    ],
    ['a missing test file', serverOf({ [TRAIN]: tinyRecords(1500) }), 'tiny/test.bin is not there'],
  ];
  for (const [title, fetch, says] of cases) {
    test(title, async () => {
      const { done } = load(fetch);
      await expect(done).rejects.toThrow(says);
    });
  }
});

describe('the catalogue', () => {
  const list = JSON.stringify({ version: 1, datasets: [tinyEntry(1500, 300)] });
  const address = 'datasets/manifest.json';

  test('lists what is served', async () => {
    const fetch = serverOf({ ...served, [address]: list });
    const { choices, problem } = await listDatasets({ baseUrl, fetch });
    expect(problem).toBeUndefined();
    const rows = choices.map(({ info, train, test: tests, bytes, available }) => [
      info.id,
      train,
      tests,
      bytes,
      available,
    ]);
    expect(rows).toEqual([
      ['tiny', 1500, 300, 1800 * 13, true],
      ['shapes', 4000, 1000, 0, true],
    ]);
  });

  test('says that a set with a missing file is not there', async () => {
    const fetch = serverOf({ [TRAIN]: tinyRecords(1), [address]: list });
    const { choices } = await listDatasets({ baseUrl, fetch });
    expect(choices.map(({ available }) => available)).toEqual([false, true]);
  });

  for (const [title, files, says] of [
    ['no list', {}, 'manifest.json is not there'],
    ['no JSON', { [address]: '{' }, 'manifest.json is not a valid list of data sets'],
    ['another list', { [address]: '{"version":9}' }, 'version'],
  ] as const) {
    test(`keeps the generated set with ${title}`, async () => {
      const { choices, problem } = await listDatasets({ baseUrl, fetch: serverOf(files) });
      expect(choices.map(({ info }) => info.id)).toEqual(['shapes']);
      expect(problem?.message).toContain(says);
    });
  }

  test('opens by id', async () => {
    const fetch = serverOf({ ...served, [address]: list });
    const { dataset, done } = await openDataset('tiny', { baseUrl, fetch });
    await done;
    expect(dataset.test.count).toBe(300);
    const shapes = await openDataset('shapes', { baseUrl, fetch });
    expect(shapes.dataset.train.count).toBe(4000);
    await expect(openDataset('nothing', { baseUrl, fetch })).rejects.toThrow('no data set called "nothing"');
  });
});
