// How helping threads are started: not all that are asked for need come, and nobody waits for ever.
import type { Helpers, HelperThread } from './team.ts';
import { within } from './within.ts';

/** More threads than this gain nothing: ranges have few items. */
const mostHelpers = 15;

/** Starts helpers and resolves with those that have come within their patience; the others are ended. */
export async function gather({ count, start, patience }: Helpers): Promise<HelperThread[]> {
  const started = Array.from({ length: Math.min(count, mostHelpers) }, () => start());
  const present = new Set<HelperThread>();
  const settled = started.map(
    (helper) =>
      new Promise<void>((resolve) =>
        helper.listen(
          () => {
            present.add(helper);
            resolve();
          },
          () => {
            present.delete(helper);
            resolve();
          },
        ),
      ),
  );
  await within(Promise.all(settled), patience);
  for (const helper of started) if (!present.has(helper)) helper.end();
  return started.filter((helper) => present.has(helper));
}
