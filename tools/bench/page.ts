// Times the built page in Chromium, software adapter: how soon it can be used, how soon it has trained a
// step, and how fast it trains. Run `npm run build` first, then
//   node tools/run.mjs tools/bench/page.ts [--data ID] [--engine ID] [--seconds S] [--visits N]
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { launchChromium } from '../launchChromium.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'cifar10-mini' },
    engine: { type: 'string', default: 'auto' },
    seconds: { type: 'string', default: '20' },
    visits: { type: 'string', default: '3' },
  },
});

const server = await preview({ logLevel: 'error', preview: { host: '127.0.0.1', open: false } });
const address = server.resolvedUrls!.local[0];
const browser = await launchChromium();
for (let visit = 0; visit < Number(values.visits); visit++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${address}#data=${values.data}&engine=${values.engine}&autostart=1`, {
    waitUntil: 'commit',
  });
  // Usable: the net is drawn and its first number takes an edit.
  await page.getByRole('spinbutton').first().waitFor();
  const usable = await page.evaluate(() => performance.now());
  await page.waitForFunction(() => window.playground.status().step > 0, undefined, { polling: 20 });
  const firstStep = await page.evaluate(() => performance.now());
  await page.waitForTimeout(1000 * Number(values.seconds));
  const status = await page.evaluate(() => window.playground.status());
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
  console.log(
    `usable ${seconds(usable)} s, first step ${seconds(firstStep)} s, ${status.imagesPerSecond.toFixed(1)} images/s, step ${status.step}`,
  );
  await context.close();
}
await browser.close();
await server.close();
