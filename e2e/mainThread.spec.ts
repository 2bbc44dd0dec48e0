// The page stays responsive while it trains: tasks of the main thread are counted from the browser's own
// trace. Their processor time is looked at, so that what else runs on the machine does not count.
import { expect, test } from './playground.ts';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of processor time. */
  tdur?: number;
  args: { name?: string };
}

const milliseconds = 2500;

/** Processor milliseconds of every task of the page's main thread. */
function mainThreadTasks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const isMain = ({ pid, tid }: TraceEvent) => main.some((one) => one.pid === pid && one.tid === tid);
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && isMain(event));
  return tasks.map(({ tdur = 0 }) => tdur / 1000);
}

test('99 % of tasks take less than 50 ms while training, and none more than 200 ms', async ({
  open,
  browser,
}) => {
  const page = await open();
  await page.evaluate(() => void window.playground.start());
  await page.waitForFunction(() => window.playground.status().step > 20);
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await page.waitForTimeout(milliseconds);
  const tasks = mainThreadTasks(await browser.stopTracing());
  expect(await page.evaluate(() => window.playground.pause())).toMatchObject({ state: 'paused' });
  const long = tasks.filter((task) => task >= 50);
  expect(tasks.length).toBeGreaterThan(200);
  expect(long.length / tasks.length).toBeLessThan(0.01);
  expect(Math.max(...tasks)).toBeLessThan(200);
});
