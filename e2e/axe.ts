// What axe finds on a page that stands still: in a transition colours are mixed, and contrast is not yet what it
// will be.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** Violations in the page, or in what `within` selects there, each a line; `without` names rules left out. */
export async function violations(
  page: Page,
  { within = 'html', without = [] as string[] } = {},
): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const { violations: found } = await new AxeBuilder({ page })
    .include(within)
    .disableRules(without)
    .analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
}
