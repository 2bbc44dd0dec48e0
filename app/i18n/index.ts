// The page's words. One folder per language, one JSON file per room: the file's name is its namespace
// ("run.json" holds what is asked for as "run:..."). A language is fetched when it is asked for, and what is in
// its folder "later" when the part of the page it belongs to is first opened; that all languages have the same
// keys is tested.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { ViewState } from '../store/view.ts';
import type { Catalogue, Texts } from './catalogue.ts';

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

const later = import.meta.glob<Texts>('./*/later/*.json', { import: 'default' });
/** Namespaces of "later" that parts of the page have asked for. */
const opened = new Set<string>();

async function loadLater(language: Language, namespace: string): Promise<void> {
  if (i18next.hasResourceBundle(language, namespace)) return;
  const texts = await later[`./${language}/later/${namespace}.json`]();
  i18next.addResourceBundle(language, namespace, texts);
}

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'shell')) {
    const { default: texts } = await loaders[language]();
    for (const [namespace, entries] of Object.entries(texts))
      i18next.addResourceBundle(language, namespace, entries);
  }
  await Promise.all([...opened].map((namespace) => loadLater(language, namespace)));
}

/** Resolves when a part of the page that is opened now has its texts; it keeps them in every language. */
export async function openTexts(namespace: string): Promise<void> {
  opened.add(namespace);
  await loadLater(i18next.language as Language, namespace);
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
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language that suits a list of preferences such as navigator.languages. */
export function preferredLanguage(preferences: readonly string[]): Language {
  const wanted = preferences.find((one) => /^(en|zh)\b/i.test(one));
  return wanted?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
