// Pulling: one in flight, at a rate, only when seen, and never an answer to an old question.
import { expect, test } from 'vitest';
import { Pull, type Timers } from './pull.ts';

/** A clock moved by hand, and a fetch whose answers are given by hand. */
function bench() {
  let time = 0;
  let jobs: { at: number; run: () => void }[] = [];
  const timers: Timers = {
    now: () => time,
    after(milliseconds, run) {
      const job = { at: time + milliseconds, run };
      jobs.push(job);
      return () => {
        jobs = jobs.filter((one) => one !== job);
      };
    },
  };
  const open: { resolve(value: string): void; reject(error: Error): void }[] = [];
  const got: string[] = [];
  const failed: string[] = [];
  let requests = 0;
  const pull = new Pull<string>(
    () => {
      requests++;
      return new Promise((resolve, reject) => open.push({ resolve, reject }));
    },
    (value) => got.push(value),
    (error) => failed.push((error as Error).message),
    timers,
  );
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve));
  return {
    pull,
    got,
    failed,
    requests: () => requests,
    async advance(to: number) {
      time = to;
      const due = jobs.filter((job) => job.at <= time);
      jobs = jobs.filter((job) => job.at > time);
      for (const job of due) job.run();
      await settle();
    },
    async answer(value: string) {
      open.shift()!.resolve(value);
      await settle();
    },
    async refuse(message: string) {
      open.shift()!.reject(new Error(message));
      await settle();
    },
  };
}

test('nothing is asked until the panel is seen', async () => {
  const b = bench();
  b.pull.ask();
  expect(b.requests()).toBe(0);
  b.pull.set({ visible: true });
  expect(b.requests()).toBe(1);
  await b.answer('a');
  expect(b.got).toEqual(['a']);
  await b.advance(10_000);
  expect(b.requests()).toBe(1);
});

test('live: one in flight, and the interval runs from start to start', async () => {
  const b = bench();
  b.pull.set({ visible: true, live: true, interval: 250 });
  await b.advance(1000);
  expect(b.requests()).toBe(1);
  await b.answer('a');
  expect(b.requests()).toBe(2);
  await b.answer('b');
  await b.advance(1100);
  expect(b.requests()).toBe(2);
  await b.advance(1250);
  expect(b.requests()).toBe(3);
});

test('hidden: the one in flight is delivered, no other is started until it is seen again', async () => {
  const b = bench();
  b.pull.set({ visible: true, live: true });
  b.pull.set({ visible: false });
  await b.answer('a');
  await b.advance(5000);
  expect([b.requests(), b.got]).toEqual([1, ['a']]);
  b.pull.set({ visible: true });
  expect(b.requests()).toBe(2);
});

test('an answer to an old question is dropped and the new one is asked', async () => {
  const b = bench();
  b.pull.set({ visible: true });
  b.pull.ask();
  await b.answer('old');
  expect(b.got).toEqual([]);
  await b.advance(100);
  expect(b.requests()).toBe(2);
  await b.answer('new');
  expect(b.got).toEqual(['new']);
});

test('many questions in a row make one request at a time', async () => {
  const b = bench();
  b.pull.set({ visible: true });
  for (let i = 0; i < 20; i++) b.pull.ask();
  expect(b.requests()).toBe(1);
  await b.answer('old');
  await b.advance(59);
  expect(b.requests()).toBe(1);
  await b.advance(60);
  expect(b.requests()).toBe(2);
});

test('a failure is told and does not stop the rest', async () => {
  const b = bench();
  b.pull.set({ visible: true, live: true, interval: 250 });
  await b.refuse('no');
  expect(b.failed).toEqual(['no']);
  await b.advance(250);
  await b.answer('a');
  expect(b.got).toEqual(['a']);
});

test('after dispose nothing is delivered or asked', async () => {
  const b = bench();
  b.pull.set({ visible: true, live: true });
  b.pull.dispose();
  await b.answer('a');
  await b.advance(5000);
  expect([b.requests(), b.got]).toEqual([1, []]);
});

test('how far behind: since the last answer, only while live and seen', async () => {
  const b = bench();
  b.pull.set({ visible: true, live: true });
  await b.advance(2500);
  expect(b.pull.behind()).toBe(2500);
  await b.answer('a');
  expect(b.pull.behind()).toBe(0);
  b.pull.set({ live: false });
  await b.advance(9000);
  expect(b.pull.behind()).toBe(0);
  b.pull.set({ live: true });
  expect(b.pull.behind()).toBe(0);
});
