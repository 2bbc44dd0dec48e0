// The header: what is trained on what, the transport, the counters, the engine, and how the page is seen.
import { useTranslation } from 'react-i18next';
import { BrandIcon } from '../controls/icons.tsx';
import type { Layout } from './layout.ts';

export function Header({ layout }: { layout: Layout }) {
  const { t } = useTranslation('shell');
  return (
    <header className="header">
      <h1 className="brand">
        <BrandIcon />
        {layout === 'narrow' ? t('name.short') : t('name.full')}
      </h1>
    </header>
  );
}
