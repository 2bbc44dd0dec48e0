// The page's words. One folder per language, one JSON file per room: the file's name is its namespace
// ("run.json" holds what is asked for as "run:..."). A language is fetched when it is asked for; that all languages have
// the same keys is tested.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { ViewState } from '../store/view.ts';
import type { Catalogue } from './catalogue.ts';

export type Language = ViewState['language'];

export const languages: readonly Language[] = ['en', 'zh-CN'];

/** A language's name in itself, and the short form on the header's button. */
export const languageNames: Record<Language, { name: string; short: string }> = {
  en: { name: 'English', short: 'EN' },
  'zh-CN': { name: '简体中文', short: '中文' },
};

const loaders: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./en/index.ts'),
  'zh-CN': () => import('./zh-CN/index.ts'),
};

async function load(language: Language): Promise<void> {
  const { default: texts } = await loaders[language]();
  for (const [namespace, entries] of Object.entries(texts))
    i18next.addResourceBundle(language, namespace, entries);
}

/** Starts with a language; resolves when its texts are there. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    showSupportNotice: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  document.documentElement.lang = language;
}

/** Changes the language once its texts are there. */
export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'shell')) await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language that suits a list of preferences such as navigator.languages. */
export function preferredLanguage(preferences: readonly string[]): Language {
  const wanted = preferences.find((one) => /^(en|zh)\b/i.test(one));
  return wanted?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
