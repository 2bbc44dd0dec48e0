// Theme, size and layout, written on the root element for style sheets to read; and the page's title.
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useView } from '../store/context.tsx';
import type { Layout } from './layout.ts';

export function usePageAttributes(layout: Layout): void {
  const { t } = useTranslation('shell');
  const theme = useView((view) => view.theme);
  const size = useView((view) => view.size);
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, size, layout });
  }, [theme, size, layout]);
  useLayoutEffect(() => {
    document.title = t('name.full');
  }, [t]);
}
