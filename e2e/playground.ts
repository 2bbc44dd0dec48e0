// How end-to-end tests open the playground itself: `open` gives a page whose engine is ready, at a link
// that keeps the work small. Every page that a test opened must have reported no problem at its end.
import type { BrowserContextOptions, Page } from 'playwright';
import type { Status } from '../app/scripting/playground.ts';
import { test as base, capture, expect, newVisit, type Visit } from './browser.ts';

/** A small net that trains quickly on the software adapter, as the "net" of a link. */
export const tinyNet = {
  version: 1,
  name: 'tiny',
  input: { height: 32, width: 32, channels: 3 },
  layers: [
    { type: 'conv', filters: 4, kernel: 4, stride: 4 },
    { type: 'relu' },
    { type: 'pool', kernel: 2, stride: 2 },
    { type: 'fc', units: 10 },
  ],
};

/** The fast engines, each tried in full. */
export const engines = ['wasm', 'webgpu'] as const;

/** A link to the tiny net on generated images. */
export const linkTo = (entries: Record<string, string | number> = {}): string =>
  new URLSearchParams({
    net: JSON.stringify(tinyNet),
    data: 'shapes',
    seed: '3',
    evaluateEvery: '0',
    evaluateWholeEvery: '0',
    ...entries,
  } as Record<string, string>).toString();

/** For what comes by itself after a while, and late on a busy machine. */
export const patience = { timeout: 30_000 };

interface Fixtures {
  /** Opens the page at a link and waits until its engine is ready. */
  open(link?: string, options?: BrowserContextOptions): Promise<Page>;
  /** The pages that `open` gave, with what went wrong in each. */
  visits: Visit[];
}

export const test = base.extend<Fixtures>({
  visits: async ({ task }, use) => {
    const visits: Visit[] = [];
    await use(visits);
    for (const { page } of visits) {
      if (task.result?.state === 'fail') await capture(page, task.name);
      await page.context().close();
    }
    expect(visits.flatMap(({ problems }) => problems)).toEqual([]);
  },
  open: async ({ browser, visits }, use) => {
    await use(async (link = linkTo(), options) => {
      const visit = await newVisit(browser, options);
      visits.push(visit);
      await visit.page.goto(`./#${link}`);
      await visit.page.evaluate(() => window.playground.ready);
      return visit.page;
    });
  },
});

export const statusOf = (page: Page): Promise<Status> => page.evaluate(() => window.playground.status());

/** Losses that the page has in its history. */
export const lossesOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => window.playground.history().map(({ loss }) => loss));

export { expect };
