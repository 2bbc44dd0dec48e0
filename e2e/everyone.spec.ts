// The page for everyone: two languages, the keyboard alone, no accessibility violation in any of its looks,
// and a link that keeps how it is seen.
import type { Page } from 'playwright';
import { violations } from './axe.ts';
import { expect, linkTo, statusOf, test, tinyNet } from './playground.ts';

/** A menu floats over the page outside its landmarks, beside the button that it belongs to. */
const floating = { without: ['region'] };

const stepDone = (page: Page, step: number) =>
  page.waitForFunction((wanted) => window.playground.status().step >= wanted, step);

test('the language is switched, and the link and a reload keep it', async ({ open }) => {
  const page = await open();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.getByRole('heading', { name: '网络', exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  await page.waitForFunction(() => location.hash.includes('lang=zh-CN'));
  await page.getByRole('spinbutton').nth(1).fill('5');
  await page.getByText('(32 - 5 + 2*0)/4 + 1 = 7.75 不是整数', { exact: true }).waitFor();
  await page.waitForFunction(() => location.hash.includes('draft='));
  await page.reload();
  await page.getByRole('heading', { name: '网络', exact: true }).waitFor();
  await page.getByText('(32 - 5 + 2*0)/4 + 1 = 7.75 不是整数', { exact: true }).waitFor();
  await page.getByRole('button', { name: '语言' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Network', exact: true }).waitFor();
});

test('everything of a session is done by keys', async ({ open }) => {
  const page = await open();
  const { keyboard } = page;
  await keyboard.press('Space');
  await stepDone(page, 2);
  await keyboard.press('Space');
  await page.waitForFunction(() => window.playground.status().state === 'paused');
  const { step } = await statusOf(page);
  await keyboard.press('s');
  await stepDone(page, step + 1);

  await keyboard.press('1');
  await keyboard.press('ArrowDown');
  await page.getByRole('region', { name: 'Inside relu1' }).waitFor();
  await keyboard.press('ArrowUp');
  await page.getByRole('region', { name: 'Inside conv1' }).waitFor();
  await keyboard.press('Enter');
  await page.locator('input:focus').waitFor();
  await keyboard.press('ArrowUp');
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Escape');
  await page.getByRole('button', { name: /^conv1, 4×4×15 s4/ }).waitFor();
  await keyboard.press('Control+z');
  await page.getByRole('button', { name: /^conv1, 4×4×4 s4/ }).waitFor();
  await keyboard.press('Control+Shift+z');
  await page.getByRole('button', { name: /^conv1, 4×4×15 s4/ }).waitFor();
  await keyboard.press('Control+Enter');
  await page.waitForFunction(() => window.playground.report().layers[0].output[2] === 15);
  expect((await statusOf(page)).step).toBe(step + 1);

  await keyboard.press('v');
  await page.getByRole('button', { name: 'After ReLU', pressed: true }).waitFor();
  await keyboard.press('t');
  await page
    .getByRole('table', { name: 'Tests' })
    .or(page.getByRole('columnheader', { name: 'gradient norm' }))
    .first()
    .waitFor();
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await keyboard.press('0');
  await page.waitForFunction(() => window.playground.status().step === 0);
});

test('Tab goes through the page in order, and focus can always be seen', async ({ open }) => {
  const page = await open();
  // Panels are fetched while the engine opens, and may come after it.
  for (const name of ['Run', 'Inside conv1', 'Ledger', 'Predictions'])
    await page.getByRole('heading', { name, exact: true }).waitFor();
  const stops: { label: string; outlined: boolean }[] = [];
  for (let i = 0; i < 35; i++) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        const label = `${at.getAttribute('aria-label') ?? ''} ${at.textContent}`;
        // A field with its buttons is outlined as one.
        const outlined = [at, at.parentElement!].some((one) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(one);
          return outlineStyle !== 'none' && outlineWidth !== '0px';
        });
        return { label, outlined };
      }),
    );
  }
  expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
  const place = (text: string) => stops.findIndex(({ label }) => label.includes(text));
  const order = ['Preset', 'Train', 'Engine', 'Undo', 'conv1', 'filters', 'smoothing'].map(place);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBe(0);
});

test('axe finds nothing, light and dark, wide and narrow, English and Chinese', async ({ open }) => {
  const page = await open(linkTo({ evaluateEvery: 5, evaluateImages: 50 }));
  await page.evaluate(() => window.playground.start({ steps: 6 }));
  await page.getByText('at step 6', { exact: true }).waitFor();
  expect(await violations(page), 'light').toEqual([]);

  await page.getByRole('spinbutton', { name: 'kernel', exact: true }).fill('5');
  await page.getByText('is not whole').first().waitFor();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await page.keyboard.press('t');
  expect(await violations(page), 'dark, with a mistake and a table').toEqual([]);

  await page.setViewportSize({ width: 1024, height: 768 });
  expect(await violations(page), 'middle, dark').toEqual([]);
  await page.getByRole('button', { name: 'Light theme' }).click();
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const tab of ['网络', '运行', '内部', '账目', '预测']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    expect(await violations(page), `narrow, Chinese, ${tab}`).toEqual([]);
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(scrolls, `${tab} scrolls sideways`).toBe(false);
  }
});

test('axe finds nothing in dialogs, menus, and blocks', async ({ open }) => {
  const block = { type: 'parallel', merge: 'add', branches: [[{ type: 'conv', filters: 4, kernel: 1 }], []] };
  const [conv, relu, ...rest] = tinyNet.layers;
  const net = JSON.stringify({ ...tinyNet, layers: [conv, relu, block, ...rest] });
  const page = await open(linkTo({ net, theme: 'dark', size: 'projector' }));
  await page.getByRole('button', { name: /^block1, / }).click();
  expect(await violations(page), 'a block').toEqual([]);
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await violations(page), 'keys').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Engine: / }).click();
  await page.getByRole('radiogroup', { name: 'Choose the engine' }).waitFor();
  expect(await violations(page), 'engine').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Preset: / }).click();
  await page.getByRole('menu').waitFor();
  expect(await violations(page, floating), 'presets').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'About this net' }).click();
  await page.getByText('Trained here with').waitFor();
  expect(await violations(page), 'about').toEqual([]);
});
