// A browser without WebGPU: the reference engine computes, and the page says so.

import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../tools/launchChromium.ts';
import { newVisit } from './browser.ts';
import { linkTo } from './playground.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium({ webgpu: false });
});
afterAll(() => browser.close());

test('the reference engine trains, and the page says what that means', async () => {
  const { page, problems } = await newVisit(browser);
  await page.goto(`./#${linkTo()}`);
  await page.evaluate(() => window.playground.ready);
  const [webgpu, reference] = await page.evaluate(() => window.playground.backends());
  expect(webgpu).toMatchObject({ id: 'webgpu', available: false, reason: 'noWebGpu' });
  expect(reference).toMatchObject({ id: 'reference', available: true });
  expect(await page.evaluate(() => window.playground.start({ steps: 3 }))).toMatchObject({
    state: 'paused',
    step: 3,
    backend: 'reference',
  });
  const refused = await page.evaluate(() =>
    window.playground.setBackend('webgpu').then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(refused).toMatch(/^WebGPU is not available here/);
  await page.getByRole('button', { name: 'Engine: Reference engine' }).click();
  await page.getByText(/^Reference engineChosen because WebGPU cannot be used: .+/).waitFor();
  await page.getByText(/The reference engine is plain loops in JavaScript/).waitFor();
  await page.getByRole('radio', { name: /^WebGPU/, disabled: true }).waitFor();
  expect(problems).toEqual([]);
});
