// Parts of the page that are fetched, with their texts, when they are first shown. One that cannot be fetched
// says so in its place, and the rest of the page goes on.
import { type ComponentType, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { openTexts } from '../i18n/index.ts';

function Missing() {
  const { t } = useTranslation('shell');
  return <p>{t('dialog.missing')}</p>;
}

/** `texts` is the namespace in the catalogues' folders "later", for a part that has texts of its own. */
export const later = (load: () => Promise<{ default: ComponentType }>, texts?: string) =>
  lazy(async () => {
    try {
      const [part] = await Promise.all([load(), texts && openTexts(texts)]);
      return part;
    } catch {
      return { default: Missing };
    }
  });
