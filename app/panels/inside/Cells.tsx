// The filters of a layer, each above its own map: one page of them, one tab stop, arrows inside. The cursor
// is a place on all maps at once.
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../../draw/theme.ts';
import { usePlayground, useView } from '../../store/context.tsx';
import { useClassName } from '../useClassName.ts';
import { blankCells, type ChosenInput, drawCells } from './drawCells.ts';
import { type FrameStore, type ShownView, shows, useFrame, useFrameOf } from './frame.ts';
import type { Paging } from './paging.ts';
import { type Probe, pixelOf, placeOfPixel } from './probe.ts';

interface Props {
  store: FrameStore;
  probe: Probe;
  view: ShownView;
  page: Paging;
  input: ChosenInput;
}

/** Draws on every frame, and moves the cursor's mark with the probe. */
function useDrawing(
  root: RefObject<HTMLDivElement | null>,
  { store, probe, view, page, input }: Props,
  selected: number,
) {
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other canvases to draw on.
  useEffect(() => {
    const draw = () => {
      const { frame } = store;
      if (!root.current) return;
      const there = shows(frame, view);
      root.current.dataset.waiting = String(!there);
      if (there) drawCells(root.current, frame, input, theme);
      else blankCells(root.current);
    };
    draw();
    return store.subscribe(draw);
  }, [store, view, input, theme, root, page.from, page.count]);
  useEffect(() => {
    const place = () => {
      if (!root.current || !view.maps) return;
      const { shape } = view.maps;
      const { x, y } = pixelOf(probe.getState(), shape, selected);
      root.current.style.setProperty('--probe-x', String(x / shape.width));
      root.current.style.setProperty('--probe-y', String(y / shape.height));
      root.current.style.setProperty('--probe-w', String(1 / shape.width));
      root.current.style.setProperty('--probe-h', String(1 / shape.height));
      root.current.dataset.hover = String(probe.getState().hover !== null);
    };
    place();
    return probe.subscribe(place);
  }, [probe, view, root, selected]);
}

/** The cell and the place on its map under a pointer, or null beside the maps. */
function placeUnder(event: PointerEvent): { cell: number; x: number; y: number } | null {
  const target = event.target as Element;
  const cell = target.closest<HTMLElement>('[data-cell]');
  const map = target.closest('.m');
  if (!cell) return null;
  const box = (map ?? cell.querySelector('.m'))?.getBoundingClientRect();
  if (!map || !box) return null;
  return {
    cell: Number(cell.dataset.cell),
    x: (event.clientX - box.left) / box.width,
    y: (event.clientY - box.top) / box.height,
  };
}

function useCellKeys({ probe, view, page }: Props, selected: number) {
  const { view: viewStore } = usePlayground();
  const root = useRef<HTMLDivElement>(null);
  const focusNext = useRef(false);
  useEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    root.current?.querySelector<HTMLElement>(`[data-cell="${selected}"]`)?.focus();
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    const pages: Record<string, number> = { PageUp: -1, PageDown: 1 };
    if (event.key === 'Escape') probe.setState({ pinned: null, hover: null });
    else if (move && event.shiftKey && view.maps) {
      const { x, y } = pixelOf(probe.getState(), view.maps.shape, selected);
      probe.setState({ hover: null, pinned: placeOfPixel(x + move[0], y + move[1], view.maps.shape) });
    } else if (move || event.key in pages) {
      const by = move ? move[0] + page.columns * move[1] : pages[event.key] * page.columns * page.rows;
      const next = selected + by;
      if (next < 0 || next >= view.cells) return;
      focusNext.current = true;
      viewStore.setState({ channel: next });
    } else return;
    event.preventDefault();
  };
  return { root, onKeyDown };
}

export function Cells(props: Props) {
  const { store, probe, view, page } = props;
  const { t } = useTranslation('inside');
  const { view: viewStore } = usePlayground();
  const selected = Math.min(
    useView((state) => state.channel),
    view.cells - 1,
  );
  const { root, onKeyDown } = useCellKeys(props, selected);
  useDrawing(root, props, selected);
  const shown = Array.from({ length: page.count }, (_, i) => page.from + i);

  const move = (event: PointerEvent) => {
    const place = placeUnder(event);
    probe.setState({ hover: place });
  };
  const press = (event: PointerEvent) => {
    const place = placeUnder(event);
    if (place) probe.setState({ pinned: { x: place.x, y: place.y } });
    const cell = (event.target as Element).closest<HTMLElement>('[data-cell]');
    if (cell) viewStore.setState({ channel: Number(cell.dataset.cell) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of toggle buttons, not a form.
    <div
      ref={root}
      className="cells"
      role="group"
      aria-label={t('cells.name', { layer: view.id })}
      data-bars={view.filters === null && isSingle(view)}
      style={{ '--cell': `${page.cell}px`, '--columns': page.columns } as never}
      onKeyDown={onKeyDown}
      onPointerMove={move}
      onPointerLeave={() => probe.setState({ hover: null })}
      onPointerUp={press}
    >
      {shown.map((cell) => (
        <Cell key={cell} cell={cell} selected={cell === selected} store={store} view={view} />
      ))}
    </div>
  );
}

/** Whether the layer gives one number per cell. */
const isSingle = ({ maps }: ShownView): boolean =>
  maps !== null && maps.shape.height * maps.shape.width === 1;

interface CellProps {
  cell: number;
  selected: boolean;
  store: FrameStore;
  view: ShownView;
}

function Cell({ cell, selected, store, view }: CellProps) {
  const { t } = useTranslation('inside');
  const { view: viewStore } = usePlayground();
  const className = useClassName();
  const dead = useFrame(store, () => view.aliveTensor !== null && store.dead.dead.has(cell));
  const name = view.cell === 'class' ? className(cell) : String(cell + 1);
  const { filters, maps } = view;
  const single = isSingle(view);
  const truth = useFrameOf(store, view, (frame) => view.cell === 'class' && frame?.reply.label === cell);
  return (
    <button
      type="button"
      className={`cell${selected ? ' on' : ''}`}
      data-cell={cell}
      tabIndex={selected ? 0 : -1}
      aria-pressed={selected}
      aria-label={t(`cells.${view.cell}`, { name })}
      onClick={() => viewStore.setState({ channel: cell })}
    >
      <span className="lab">
        {view.id === 'input' && view.cells === 3
          ? t(`cells.rgb.${cell}`)
          : view.cell === 'class'
            ? className(cell, true)
            : name}
        {dead && <em>{t('cells.dead')}</em>}
        {truth && <em className="truth">{t('cells.truth')}</em>}
        {filters?.kind === 'planes' && filters.inputs > 1 && view.cell !== 'class' && (
          <small data-from={t('cells.from')} />
        )}
      </span>
      {filters && (
        <span className="f">
          <canvas />
        </span>
      )}
      {maps && (
        <span className={single ? 'm bar-value' : 'm'}>
          <canvas />
          {single && <span />}
        </span>
      )}
    </button>
  );
}
