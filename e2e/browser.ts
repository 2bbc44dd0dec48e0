// What every end-to-end test starts from: `test` with a real Chromium, a page in it, and the list of
// everything that went wrong in that page. A test fails when the page reported a problem.
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { test as base, expect, inject } from 'vitest';
import { launchChromium } from '../tools/launchChromium.ts';

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, and requests that failed, as they come. */
  readonly problems: string[];
}

/** A new page in a context of its own (storage, language, size). It is not on any address yet. */
export async function newVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    baseURL: inject('pageUrl'),
    ...options,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  return { page, problems: watch(page) };
}

/** Collects what goes wrong in a page. */
function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    const type = message.type();
    if (type === 'error' || type === 'warning') problems.push(`console ${type}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    if (reason !== 'net::ERR_ABORTED') problems.push(`request: ${request.url()} ${reason}`);
  });
  return problems;
}

interface Fixtures {
  /** One Chromium for the file. */
  browser: Browser;
  /** A page of 1440 x 900, English, on the playground's address. */
  page: Page;
  /** What went wrong in `page`; must be empty at the end. A test of an error empties it itself. */
  problems: string[];
  visit: Visit;
}

export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures a fixture needs from here.
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  visit: async ({ browser, task }, use) => {
    const visit = await newVisit(browser);
    await visit.page.goto('./');
    await use(visit);
    if (task.result?.state === 'fail') await capture(visit.page, task.name);
    await visit.page.context().close();
    expect(visit.problems).toEqual([]);
  },
  page: async ({ visit }, use) => use(visit.page),
  problems: async ({ visit }, use) => use(visit.problems),
});

/** Keeps a picture of a page in which a test failed. */
export async function capture(page: Page, name: string): Promise<void> {
  mkdirSync('test-results', { recursive: true });
  await page.screenshot({ path: `test-results/${name.replace(/\W+/g, '-')}.png` });
}

export { expect };
