// What the net makes of test images: always the same ones, so that one sees them go from wrong to right. A
// click takes an image to the inside panel.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../controls/icons.tsx';
import { count, percent } from '../../draw/format.ts';
import { useLayout } from '../../shell/layout.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { useRunningReport } from '../../store/report.ts';
import { useClassName } from '../useClassName.ts';
import { useHistory } from '../useHistory.ts';
import { gridFor, pageStart } from './gridRoom.ts';
import { Prediction, PredictionWell } from './Prediction.tsx';
import './predictions.css';
import { usePredictions } from './usePredictions.ts';
import { verdict } from './verdict.ts';

/** Pages of images that are searched for wrong answers. */
const pagesSearched = 4;

/** "63.66% of 10,000, step 6,000", what to expect before training, or that nothing has come yet. */
function Accuracy({ behind, waiting }: { behind: number; waiting: boolean }) {
  const { t } = useTranslation('predictions');
  const trained = useRun((run) => run.status.step > 0);
  const { classes } = useRunningReport();
  const last = useHistory(({ evaluations }) => evaluations.at(-1) ?? null);
  const text =
    behind > 0
      ? t('head.behind', { seconds: behind })
      : waiting
        ? t('head.waiting')
        : last
          ? t('head.accuracy', {
              accuracy: percent(last.accuracy, 2),
              count: count(last.count),
              step: count(last.step),
            })
          : trained
            ? t('head.notTested')
            : t('head.untrained', { chance: percent(1 / classes, classes < 100 ? 0 : 1) });
  return <span className={behind > 0 ? 'lab warn' : 'lab'}>{text}</span>;
}

function Filter() {
  const { t } = useTranslation('predictions');
  const { view } = usePlayground();
  const shown = useView((state) => state.predictions);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a pair of toggle buttons, not a form.
    <span className="seg" role="group" aria-label={t('filter.name')}>
      {(['all', 'wrong'] as const).map((filter) => (
        <button
          key={filter}
          type="button"
          aria-pressed={shown === filter}
          onClick={() => view.setState({ predictions: filter })}
        >
          {t(`filter.${filter}`)}
        </button>
      ))}
    </span>
  );
}

/** The size of the grid's box, and how the images fit in it. */
function useGrid() {
  const box = useRef<HTMLDivElement>(null);
  const size = useView((state) => state.size);
  const layout = useLayout(size);
  const [room, setRoom] = useState({ width: 392, height: 340 });
  useLayoutEffect(() => {
    const target = box.current;
    if (!target) return;
    const measure = () => setRoom({ width: target.clientWidth, height: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  const height = layout === 'narrow' ? Number.POSITIVE_INFINITY : room.height;
  return { box, layout, ...gridFor(room.width - 40, height, size) };
}

/** Arrow keys among the images; one of them is a stop of the Tab key. */
function moveFocus(event: KeyboardEvent, columns: number): void {
  const moves: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-index]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = items[at + (moves[event.key] ?? 0)];
  if (!(event.key in moves) || at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

interface PagesProps {
  from: number;
  shown: number;
  size: number;
  images: number;
  go(from: number): void;
}

function Pages({ from, shown, size, images, go }: PagesProps) {
  const { t } = useTranslation('predictions');
  if (images <= size) return null;
  return (
    <span className="row pages">
      <span className="lab">{t('pages.range', { from, to: from + shown - 1 })}</span>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('pages.previous')}
        disabled={from === 0}
        onClick={() => go(Math.max(0, from - size))}
      >
        <Icon of={ChevronLeft} />
      </button>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('pages.next')}
        disabled={from + size >= images}
        onClick={() => go(from + size)}
      >
        <Icon of={ChevronRight} />
      </button>
    </span>
  );
}

export default function PredictionsPanel() {
  const { t } = useTranslation('predictions');
  const { view } = usePlayground();
  const { box, layout, columns, rows } = useGrid();
  const filter = useView((state) => state.predictions);
  const example = useView((state) => state.example);
  const images = useRun((run) => run.dataset?.test.count ?? 0);
  const name = useClassName();
  const { input } = useRunningReport().document;
  const shape = useRun((run) => run.dataset?.shape);
  const [wanted, go] = useState(0);
  const page = columns * rows;
  const size = filter === 'wrong' ? page * pagesSearched : page;
  const from = pageStart(Math.min(wanted, Math.max(0, images - 1)), size);
  const { latest, behind } = usePredictions(from, size, box);

  const answers = latest?.from === from ? latest.reply.images : [];
  const trained = (latest?.reply.step ?? 0) > 0;
  const wrong = answers.filter((answer) => !verdict(answer).right);
  const listed = (filter === 'wrong' ? wrong : answers).slice(0, page);
  const reachable = listed.some(({ index }) => index === example) ? example : listed[0]?.index;
  const [choose] = useState(() => (index: number) => view.setState({ example: index }));
  return (
    <>
      <div className="ph">
        <h2 id="predictions-title">{t('title')}</h2>
        <Accuracy behind={behind} waiting={latest === null} />
        <span className="grow" />
        <Filter />
      </div>
      <div className="preds-box" ref={box}>
        {/* biome-ignore lint/a11y/useSemanticElements: a group of toggle buttons, not a form. */}
        <div
          className="preds"
          role="group"
          aria-label={t('grid')}
          style={{ '--columns': columns, '--rows': rows } as never}
          onKeyDown={(event) => moveFocus(event, columns)}
        >
          {answers.length === 0 &&
            // biome-ignore lint/suspicious/noArrayIndexKey: wells are their places.
            Array.from({ length: page }, (_, i) => <PredictionWell key={i} />)}
          {shape &&
            listed.map((answer) => (
              <Prediction
                key={answer.index}
                answer={answer}
                shape={shape}
                input={input}
                name={name}
                trained={trained}
                chosen={answer.index === example}
                reachable={answer.index === reachable}
                choose={choose}
              />
            ))}
        </div>
      </div>
      <div className="preds-foot">
        {filter === 'wrong' && answers.length > 0 && (
          <span className="lab">{t('wrongOf', { wrong: wrong.length, count: answers.length })}</span>
        )}
        <span className="grow" />
        {layout !== 'wide' && (
          <button type="button" className="btn quiet" onClick={() => view.setState({ tab: 'inside' })}>
            {t('lookInside', { index: example })}
          </button>
        )}
        <Pages from={from} shown={Math.min(size, images - from)} size={size} images={images} go={go} />
      </div>
    </>
  );
}
