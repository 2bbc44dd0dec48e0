// A browser without WebGPU: WebAssembly computes, the plain loops where they are asked for, and the page says so.

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

test('WebAssembly trains, and the page says why; so do the plain loops, and what that means', async () => {
  const { page, problems } = await newVisit(browser);
  await page.goto(`./#${linkTo()}`);
  await page.evaluate(() => window.playground.ready);
  const [webgpu, wasm, reference] = await page.evaluate(() => window.playground.backends());
  expect(webgpu).toMatchObject({ id: 'webgpu', available: false, reason: 'noWebGpu' });
  expect(wasm).toMatchObject({ id: 'wasm', available: true });
  expect(reference).toMatchObject({ id: 'reference', available: true });
  expect(await page.evaluate(() => window.playground.start({ steps: 3 }))).toMatchObject({
    state: 'paused',
    step: 3,
    backend: 'wasm',
  });
  const refused = await page.evaluate(() =>
    window.playground.setBackend('webgpu').then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(refused).toMatch(/^WebGPU is not available here/);
  await page.getByRole('button', { name: /^Engine: WASM/ }).click();
  await page
    .getByText(/^WebAssembly SIMD, \d+ threads?Chosen because there is no graphics adapter to use \(.+\)/)
    .waitFor();
  await page.getByRole('radio', { name: /^WebGPU/, disabled: true }).waitFor();
  await page.getByRole('radio', { name: /^Reference/ }).click();
  await page.getByText(/The reference engine is plain loops in JavaScript/).waitFor();
  expect(await page.evaluate(() => window.playground.start({ steps: 2 }))).toMatchObject({
    step: 5,
    backend: 'reference',
  });
  expect(problems).toEqual([]);
});

test('in Chinese the page says why in Chinese', async () => {
  const { page, problems } = await newVisit(browser);
  await page.goto(`./#${linkTo({ lang: 'zh-CN' })}`);
  await page.evaluate(() => window.playground.ready);
  await page.getByRole('button', { name: /^引擎：WASM/ }).click();
  await page.getByText(/没有可用的图形适配器（此处不能使用 WebGPU：.+）/).waitFor();
  const missing = page.getByRole('radio', { name: /^WebGPU/, disabled: true });
  expect(await missing.textContent()).toMatch(
    /^WebGPU此处不能使用 WebGPU：(此浏览器未提供它|没有图形适配器)$/,
  );
  expect(problems).toEqual([]);
});
