// Where the panels stand. Wide: three columns with movable borders. Middle: the network beside the run, and
// one of three panels under it. Narrow: one panel at a time. Only panels that can be seen are mounted.
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel as Column, Group, Separator } from 'react-resizable-panels';
import { NetworkPanel } from '../editor/NetworkPanel.tsx';
import { type PanelId, panels } from '../panels/index.ts';
import { usePlayground, useView } from '../store/context.tsx';
import type { Tab, ViewState } from '../store/view.ts';
import type { Layout } from './layout.ts';

/** Column widths in pixels: what tokens.css says, and the least they can be dragged to. */
const columns: Record<ViewState['size'], { network: number; side: number; least: [number, number, number] }> =
  {
    normal: { network: 404, side: 392, least: [352, 520, 340] },
    projector: { network: 516, side: 500, least: [440, 560, 425] },
  };

function PanelBox({ id }: { id: Tab }) {
  const Component = id === 'network' ? NetworkPanel : panels.find((panel) => panel.id === id)?.Component;
  return (
    <section className={`panel ${id}`} data-panel={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      {Component && <Component />}
    </section>
  );
}

function Handle({ name }: { name: string }) {
  return <Separator className="handle" aria-label={name} />;
}

function WideMain() {
  const { t } = useTranslation('shell');
  const size = useView((view) => view.size);
  const { network, side, least } = columns[size];
  return (
    <Group key={size} className="columns" orientation="horizontal">
      <Column
        id="column-network"
        defaultSize={network}
        minSize={least[0]}
        groupResizeBehavior="preserve-pixel-size"
      >
        <div className="column">
          <PanelBox id="network" />
        </div>
      </Column>
      <Handle name={t('layout.networkBorder')} />
      <Column id="column-run" minSize={least[1]}>
        <div className="column">
          <PanelBox id="run" />
          <PanelBox id="inside" />
        </div>
      </Column>
      <Handle name={t('layout.ledgerBorder')} />
      <Column
        id="column-side"
        defaultSize={side}
        minSize={least[2]}
        groupResizeBehavior="preserve-pixel-size"
      >
        <div className="column">
          <PanelBox id="ledger" />
          <PanelBox id="predictions" />
        </div>
      </Column>
    </Group>
  );
}

const lowerTabs: readonly PanelId[] = ['inside', 'ledger', 'predictions'];

function MiddleMain() {
  const { t } = useTranslation('shell');
  const { view } = usePlayground();
  const tab = useView((state) => state.tab);
  const lower = lowerTabs.find((id) => id === tab) ?? 'inside';
  return (
    <>
      <div className="column">
        <PanelBox id="network" />
      </div>
      <div className="column">
        <PanelBox id="run" />
        <Tabs.Root
          className="lower"
          value={lower}
          onValueChange={(value) => view.setState({ tab: value as Tab })}
        >
          <Tabs.List className="tabs" aria-label={t('layout.tabs')}>
            {lowerTabs.map((id) => (
              <Tabs.Trigger key={id} value={id}>
                {t(`tab.${id}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <Tabs.Content value={lower} tabIndex={-1}>
            <PanelBox id={lower} />
          </Tabs.Content>
        </Tabs.Root>
      </div>
    </>
  );
}

function NarrowMain(): ReactNode {
  const tab = useView((state) => state.tab);
  return (
    <div className="column" id="narrow-panel">
      <PanelBox id={tab} />
    </div>
  );
}

export function Main({ layout }: { layout: Layout }) {
  return (
    <main>{layout === 'wide' ? <WideMain /> : layout === 'middle' ? <MiddleMain /> : <NarrowMain />}</main>
  );
}
