// Rates are kept a second apart, for five minutes of training, and go with the run they belong to.
import { expect, test } from 'vitest';
import type { Event, RunStatus } from '../../engine/worker/protocol.ts';
import type { EngineClient } from './client.ts';
import { RateHistory, rateWindow } from './rates.ts';

function setUp() {
  let listener: (event: Event) => void = () => {};
  const on = ((_: string, listen: (event: Event) => void) => {
    listener = listen;
    return () => {};
  }) as EngineClient['on'];
  const history = new RateHistory({ on });
  const report = (elapsedSeconds: number, more: Partial<RunStatus> = {}) =>
    listener({
      type: 'status',
      status: { generation: 1, state: 'running', imagesPerSecond: 100, elapsedSeconds, ...more } as RunStatus,
    });
  return { history, report, seconds: () => history.points.map((point) => point.seconds) };
}

test('a point a second, none while paused', () => {
  const { report, seconds } = setUp();
  for (let tenth = 2; tenth <= 32; tenth++) report(tenth / 10);
  report(9, { state: 'paused' });
  report(9, { imagesPerSecond: 0 });
  expect(seconds()).toEqual([0.2, 1.2, 2.2, 3.2]);
});

test('no more than the window', () => {
  const { report, seconds } = setUp();
  for (let second = 0; second <= rateWindow + 10; second++) report(second);
  expect(seconds()).toHaveLength(rateWindow);
  expect(seconds()[0]).toBe(11);
});

test('another run, and one taken back, start afresh', () => {
  const { report, seconds } = setUp();
  report(5);
  report(6, { generation: 2 });
  expect(seconds()).toEqual([6]);
  report(0.5, { generation: 2 });
  expect(seconds()).toEqual([0.5]);
});
