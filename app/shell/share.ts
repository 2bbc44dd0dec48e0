// The link of the page as it is now, on the clipboard.

import type { Playground } from '../store/context.tsx';
import { writeLink } from '../store/create.ts';
import { notify } from '../store/notices.ts';

/** Copies the link and brings the address up to date; where copying is forbidden the address is all there is. */
export async function share(playground: Playground): Promise<boolean> {
  writeLink(playground);
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    notify(playground.notices, 'information', { key: 'notice.copyAddress' });
    return false;
  }
}
