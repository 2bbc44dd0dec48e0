// Where the panels stand. Wide: three columns with movable borders. Middle: the network beside the run, and
// one of three panels under it. Narrow: one panel at a time. Only panels that can be seen are mounted.
import { Tabs } from 'radix-ui';
import { createContext, Suspense, useContext, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { floats } from '../controls/floats.ts';
import { TabButton } from '../controls/TabButton.tsx';
import { NetworkPanel } from '../editor/NetworkPanel.tsx';
import { type PanelId, panels } from '../panels/index.ts';
import { useEditor, usePlayground, useView } from '../store/context.tsx';
import type { Tab } from '../store/view.ts';
import { Columns } from './Columns.tsx';
import type { Layout } from './layout.ts';

/** Whether the panels that show the run are drawn: on the first visit a moment after the network. */
const RunDrawn = createContext(true);

function PanelBox({ id }: { id: Tab }) {
  const drawn = useContext(RunDrawn) || id === 'network';
  const Component = id === 'network' ? NetworkPanel : panels.find((panel) => panel.id === id)?.Component;
  return (
    <section
      className={`panel ${id}`}
      data-panel={id}
      aria-labelledby={drawn ? `${id}-title` : undefined}
      tabIndex={-1}
    >
      <Suspense fallback={null}>{drawn && Component && <Component />}</Suspense>
    </section>
  );
}

function WideMain() {
  const size = useView((view) => view.size);
  return (
    <Columns
      key={size}
      size={size}
      network={<PanelBox id="network" />}
      middle={
        <>
          <PanelBox id="run" />
          <PanelBox id="inside" />
        </>
      }
      side={
        <>
          <PanelBox id="ledger" />
          <PanelBox id="predictions" />
        </>
      }
    />
  );
}

const lowerTabs: readonly PanelId[] = ['inside', 'ledger', 'predictions'];

function MiddleMain() {
  const { t } = useTranslation('shell');
  const { view } = usePlayground();
  const tab = useView((state) => state.tab);
  const layer = useEditor((editor) => editor.selected ?? '');
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
              <TabButton key={id} value={id} choose={() => view.setState({ tab: id })}>
                {t(`tab.${id}`, { layer })}
              </TabButton>
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

function NarrowMain() {
  const tab = useView((state) => state.tab);
  return (
    <div className="column" id="narrow-panel">
      <PanelBox id={tab} />
    </div>
  );
}

/** The network can be edited at once; what shows the run is drawn after it, in a turn that can be interrupted. */
export function Main({ layout }: { layout: Layout }) {
  const runDrawn = useDeferredValue(true, false);
  return (
    <main>
      <RunDrawn value={runDrawn}>
        {layout === 'wide' ? <WideMain /> : layout === 'middle' ? <MiddleMain /> : <NarrowMain />}
      </RunDrawn>
      <div className="floats" ref={(place) => place?.append(floats())} />
    </main>
  );
}
