// The network: its head line, the stack of layers, and what stands between the draft and the running net.
import { Redo2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { layerOf } from '../../engine/layers/index.ts';
import { type Element, isParallel } from '../../engine/spec/document.ts';
import { AboutButton } from '../about/AboutButton.tsx';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { useHeight } from '../controls/useSize.ts';
import { useEditor, usePlayground, useRun, useView } from '../store/context.tsx';
import { sameNetwork } from '../store/link.ts';
import { DraftFoot } from './DraftFoot.tsx';
import './editor.css';
import { LayerList } from './LayerList.tsx';

export function NetworkPanel() {
  const [ref, height] = useHeight<HTMLDivElement>();
  const draft = useEditor((editor) => editor.draft);
  const roomy = useView((view) => view.size === 'normal') && height >= roomyHeight(draft.layers);
  return (
    <div className="network-body" ref={ref} data-roomy={roomy || undefined}>
      <Head />
      <ColumnHeads />
      <LayerList />
      <DraftFoot />
    </div>
  );
}

/** Pixels of everything but the rows, with one card open and an edit pending. */
const rest = 377;

/** The height from which the rows can stand wider apart; the same whatever is open, so that nothing jumps. */
const roomyHeight = (layers: readonly Element[]): number =>
  layers.some(isParallel)
    ? Number.POSITIVE_INFINITY
    : layers.reduce((sum, { type }) => sum + (layerOf(type)?.elementwise ? 33 : 41), rest + 2 * 41);

/** Rows that are no layer of the stack: the input and softmax. */
const ends = 2;

function Head() {
  const { t } = useTranslation('editor');
  const { actions } = usePlayground();
  const draft = useEditor((editor) => editor.draft);
  const running = useRun((run) => run.running);
  const canUndo = useEditor((editor) => editor.past.length > 0);
  const canRedo = useEditor((editor) => editor.future.length > 0);
  const blocks = draft.layers.filter(isParallel).length;
  const rows = draft.layers.length + ends;
  const size = blocks > 0 ? t('size.blocks', { rows, count: blocks }) : t('size.layers', { count: rows });
  return (
    <div className="ph">
      <h2 id="network-title">{t('title')}</h2>
      <span className="lab">{sameNetwork(draft, running) ? size : t('size.edited', { size })}</span>
      <AboutButton />
      <span className="grow" />
      <Help text={t('undo.help')} keys="Ctrl Z">
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t('undo.label')}
          aria-disabled={!canUndo}
          onClick={() => actions.undo()}
        >
          <Icon of={Undo2} />
        </button>
      </Help>
      <Help text={t('redo.help')} keys="Ctrl Shift Z">
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t('redo.label')}
          aria-disabled={!canRedo}
          onClick={() => actions.redo()}
        >
          <Icon of={Redo2} />
        </button>
      </Help>
    </div>
  );
}

const columns = ['layer', 'output', 'parameters', 'macs', 'cost'] as const;

function ColumnHeads() {
  const { t } = useTranslation('editor');
  return (
    <div className="lay heads">
      {columns.map((column) => (
        <Help key={column} text={t(`column.${column}.help`)}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its help opens on focus */}
          <span tabIndex={0} className={column === 'parameters' || column === 'macs' ? 'num' : ''}>
            {t(`column.${column}.label`)}
          </span>
        </Help>
      ))}
    </div>
  );
}
