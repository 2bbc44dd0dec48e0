// The header: what is trained on what, the transport, the counters, the engine, and how the page is seen.
// On a phone it keeps transport and counters; the rest is in its menu.
import { useTranslation } from 'react-i18next';
import { BrandIcon } from '../controls/icons.tsx';
import { Counters } from './Counters.tsx';
import { DataMenu } from './DataMenu.tsx';
import { EngineChip } from './EngineChip.tsx';
import type { Layout } from './layout.ts';
import { PresetMenu } from './PresetMenu.tsx';
import { Transport } from './Transport.tsx';
import { ViewControls } from './ViewControls.tsx';

const Rule = () => <span className="rule" />;

export function Header({ layout }: { layout: Layout }) {
  const { t } = useTranslation('shell');
  const narrow = layout === 'narrow';
  const brand = (
    <h1 className="brand">
      <BrandIcon />
      <span>{t(narrow ? 'name.short' : 'name.full')}</span>
    </h1>
  );
  if (narrow)
    return (
      <header className="header">
        {brand}
        <Transport withMenu={false} />
        <span className="grow" />
        <ViewControls layout={layout} />
        <div className="second-line">
          <Counters />
          <EngineChip short />
        </div>
      </header>
    );
  return (
    <header className="header">
      {brand}
      <Rule />
      <PresetMenu />
      <DataMenu />
      <Rule />
      <Transport withMenu />
      <Rule />
      <Counters />
      <span className="grow" />
      <EngineChip short={layout === 'middle'} />
      <ViewControls layout={layout} />
    </header>
  );
}
