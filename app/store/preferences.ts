// How this browser is used to see the page: language, theme and size, kept between visits. A link that says
// otherwise wins; a first visit follows the system.
import { preferredLanguage } from '../i18n/index.ts';
import type { ViewState } from './view.ts';
import { parseView, viewEntries } from './viewLink.ts';

const key = 'convnet-playground.view';
const kept = ['language', 'theme', 'size', 'smoothing'] as const;

/** What a browser without any memory of the page shows. */
export const systemView = (): Pick<ViewState, 'language' | 'theme' | 'size'> => ({
  language: preferredLanguage(navigator.languages),
  theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  size: 'normal',
});

/** The kept preferences; what cannot be read is left out. */
export function readPreferences(): Partial<ViewState> {
  const params = new URLSearchParams(storage()?.getItem(key) ?? '');
  return parseView((name, use) => {
    const text = params.get(name);
    if (text === null) return;
    try {
      use(text);
    } catch {
      params.delete(name);
    }
  });
}

export function keepPreferences(view: ViewState): void {
  const fields = Object.fromEntries(kept.map((field) => [field, view[field]]));
  storage()?.setItem(key, new URLSearchParams(viewEntries(fields)).toString());
}

/** Local storage, or null where the browser forbids it. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
