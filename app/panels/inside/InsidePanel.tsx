// Inside the selected layer of the running net: its filters, what it makes of a test image, and the
// gradients of both, live while training.
import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkReport } from '../../../engine/plan/analyse.ts';
import { Help } from '../../controls/Help.tsx';
import { Icon } from '../../controls/icons.tsx';
import { failureText } from '../../i18n/failure.ts';
import { useLayout } from '../../shell/layout.ts';
import { useEditor, usePlayground, useView } from '../../store/context.tsx';
import { failureOf } from '../../store/notices.ts';
import { findReport, useRunningReport } from '../../store/report.ts';
import type { InsideMode } from '../../store/view.ts';
import { Cells } from './Cells.tsx';
import type { ChosenInput } from './drawCells.ts';
import { Foot } from './Foot.tsx';
import { FrameStore, type ShownView, useFrame } from './frame.ts';
import './inside.css';
import { Legends } from './Legends.tsx';
import { layerView } from './layerView.ts';
import { Moment } from './Moment.tsx';
import { Picture } from './Picture.tsx';
import { leastHeight, type Paging, paging } from './paging.ts';
import { createProbe } from './probe.ts';
import { useInside } from './useInside.ts';
import { useRoom } from './useRoom.ts';

/** Values, after the activation, gradients: what of the layer is shown. */
function Modes({ view }: { view: ShownView }) {
  const { t } = useTranslation('inside');
  const { view: viewStore } = usePlayground();
  const network = useRunningReport();
  const follower = view.follower && findReport(network, view.follower)?.type;
  const name = (mode: InsideMode) =>
    mode === 'relu' && follower
      ? t('mode.after', { activation: t([`activation.${follower}`, `layers:${follower}.name`]) })
      : t(`mode.${mode}`);
  if (view.modes.length < 2) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of toggle buttons, not a form.
    <span className="seg" role="group" aria-label={t('mode.name')}>
      {view.modes.map((mode) => (
        <Help key={mode} text={t(`mode.${mode}Help`)} keys="V">
          <button
            type="button"
            aria-pressed={mode === view.mode}
            onClick={() => viewStore.setState({ inside: mode })}
          >
            {name(mode)}
          </button>
        </Help>
      ))}
    </span>
  );
}

/** "1-16 of 20" and the pages beside it. */
function Pages({ page, view }: { page: Paging; view: ShownView }) {
  const { t } = useTranslation('inside');
  const { view: viewStore } = usePlayground();
  if (page.count >= view.cells) return null;
  const size = page.columns * page.rows;
  const go = (from: number) => () => viewStore.setState({ channel: from });
  return (
    <span className="row pages">
      <span className="lab">
        {t('pages.range', { from: page.from + 1, to: page.from + page.count, count: view.cells })}
      </span>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('pages.previous')}
        disabled={page.from === 0}
        onClick={go(page.from - size)}
      >
        <Icon of={ChevronLeft} />
      </button>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('pages.next')}
        disabled={page.from + page.count >= view.cells}
        onClick={go(page.from + size)}
      >
        <Icon of={ChevronRight} />
      </button>
    </span>
  );
}

/** Which input channel of the filters is shown; only where there is a choice. */
function InputChoice({
  view,
  input,
  choose,
}: {
  view: ShownView;
  input: ChosenInput;
  choose(input: ChosenInput): void;
}) {
  const { t } = useTranslation('inside');
  if (view.filters?.kind !== 'planes' || view.filters.inputs < 2) return null;
  return (
    <Help text={t('input.help')}>
      <span className="pick input-choice">
        <select
          aria-label={t('input.name')}
          value={input}
          onChange={({ target }) => choose(target.value === 'strongest' ? 'strongest' : Number(target.value))}
        >
          <option value="strongest">{t('input.strongest')}</option>
          {Array.from({ length: view.filters.inputs }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: channels are their indices.
            <option key={i} value={i}>
              {t('input.channel', { channel: i + 1 })}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} />
      </span>
    </Help>
  );
}

/** The layer that is looked into: the selected one, or while that is only in the edit the last one that runs. */
function useShownLayer(network: NetworkReport, selected: string | null): string | null {
  const last = useRef<string | null>(null);
  const runs = (id: string | null) => id !== null && layerView(network, id, 'values') !== null;
  if (runs(selected)) last.current = selected;
  return runs(last.current) ? last.current : null;
}

export default function InsidePanel() {
  const { t } = useTranslation('inside');
  const layout = useLayout(useView((view) => view.size));
  const network = useRunningReport();
  const selected = useEditor((editor) => editor.selected);
  const mode = useView((view) => view.inside);
  const layer = useShownLayer(network, selected);
  const view = useMemo(() => (layer ? layerView(network, layer, mode) : null), [network, layer, mode]);
  const [store] = useState(() => new FrameStore());
  const [probe] = useState(createProbe);
  const [input, choose] = useState<ChosenInput>('strongest');
  const root = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const behind = useInside(store, view, root);
  const room = useRoom(box, layout === 'narrow');
  const channel = useView((state) => state.channel);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what another net showed must not stay.
  useEffect(() => store.clear(), [store, network]);

  const content = { filter: view?.filters != null, map: single(view) ? 'bar' : 'picture' } as const;
  const page = view && paging(room, content, view.cells, channel);
  return (
    <>
      <div className="ph">
        <h2 id="inside-title">
          {layer === null ? t('none') : layout === 'wide' ? t('title', { layer }) : layer}
        </h2>
        {view && <Moment store={store} view={view} behind={behind} selected={selected} />}
        <span className="grow" />
        {view && page && <Pages page={page} view={view} />}
        {view && <Modes view={view} />}
      </div>
      <div className="inside-body" ref={root}>
        {!view && (
          <p className="inside-note">{selected ? t('notRunning', { layer: selected }) : t('noLayer')}</p>
        )}
        {view && (
          <div className="who">
            <Picture store={store} probe={probe} network={network}>
              <InputChoice view={view} input={input} choose={choose} />
            </Picture>
            <Legends store={store} view={view} />
          </div>
        )}
        <div className="cells-box" ref={box} style={{ minHeight: leastHeight(room, content) }}>
          {view && page && <Cells store={store} probe={probe} view={view} page={page} input={input} />}
        </div>
        <Problem store={store} />
        {view && <Foot store={store} probe={probe} view={view} />}
      </div>
    </>
  );
}

const single = (view: ShownView | null): boolean =>
  view?.maps != null && view.maps.shape.height * view.maps.shape.width === 1;

/** Why the engine gave no answer. */
function Problem({ store }: { store: FrameStore }) {
  const { t } = useTranslation('inside');
  const text = useFrame(store, () => (store.error ? failureText(t, failureOf(store.error)) : ''));
  return text ? <p className="inside-note error">{text}</p> : null;
}
