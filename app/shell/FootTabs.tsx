// The five panels as tabs at the foot of a phone.
import { Image, LayoutGrid, Menu } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { ChartIcon, Icon, LedgerIcon } from '../controls/icons.tsx';
import { TabButton } from '../controls/TabButton.tsx';
import { usePlayground, useView } from '../store/context.tsx';
import type { Tab } from '../store/view.ts';

const tabs = [
  ['network', Menu],
  ['run', ChartIcon],
  ['inside', LayoutGrid],
  ['ledger', LedgerIcon],
  ['predictions', Image],
] as const;

export function FootTabs() {
  const { t } = useTranslation('shell');
  const { view } = usePlayground();
  const tab = useView((state) => state.tab);
  return (
    <nav>
      <Tabs.Root value={tab} onValueChange={(value) => view.setState({ tab: value as Tab })}>
        <Tabs.List className="foot-tabs" aria-label={t('layout.tabs')}>
          {tabs.map(([id, drawing]) => (
            <TabButton
              key={id}
              value={id}
              choose={() => view.setState({ tab: id })}
              aria-controls="narrow-panel"
            >
              <Icon of={drawing} />
              {t(`footTab.${id}`)}
            </TabButton>
          ))}
        </Tabs.List>
      </Tabs.Root>
    </nav>
  );
}
