// Loss and accuracy over the steps of the run, with one cursor for both. React places the elements; what is
// drawn in them follows the history without it.
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { chanceOf } from '../../../engine/layers/losses/index.ts';
import type { HistoryView } from '../../client/history.ts';
import { count, decimalTick, percent, setting, significant } from '../../draw/format.ts';
import { useTheme } from '../../draw/theme.ts';
import { stepBeside } from '../../shell/chartCursor.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { useRunningReport } from '../../store/report.ts';
import { useHistory } from '../useHistory.ts';
import { ChartNote } from './ChartNote.tsx';
import type { Measure } from './chartData.ts';
import { ChartDrawer, type ChartOptions, measures } from './chartDrawer.ts';
import { followPointer } from './chartPointer.ts';

type Change = HistoryView['changes'][number];

/** The texts of both charts in the reader's language. */
function useChartTexts(classes: number) {
  const { t } = useTranslation('run');
  const loss = useRun((run) => run.running.loss);
  return useMemo(() => {
    const shown = ({ field, to }: Change) =>
      typeof to === 'number'
        ? setting(to)
        : t(typeof to === 'boolean' ? (to ? 'value.on' : 'value.off') : `training:${field}.options.${to}`);
    const rate = (value: number) => percent(value, 1);
    const chance = chanceOf(loss, classes);
    return {
      tickText: {
        loss: (value: number, step: number) => decimalTick(value, step),
        accuracy: (value: number) => percent(value),
      },
      valueText: {
        loss: (value: number) => (value < 10 ? value.toFixed(3) : significant(value)),
        accuracy: rate,
      },
      chance: {
        loss: {
          value: chance.value,
          text: t('chart.chanceLoss', { formula: chance.formula, value: chance.value.toFixed(3) }),
        },
        accuracy: {
          value: 1 / classes,
          text: t('chart.chanceAccuracy', { value: percent(1 / classes, classes < 100 ? 0 : 1) }),
        },
      },
      headsText: (values: readonly string[]) => t('chart.heads', { values: values.join(t('comma')) }),
      changeText: (change: Change) => `${t(`training:${change.field}.label`)} ${shown(change)}`,
    } satisfies Partial<ChartOptions>;
  }, [t, loss, classes]);
}

/** One drawer for both canvases, kept up to date with what the stores say. */
function useDrawer(panes: RefObject<Partial<Record<Measure, HTMLElement>>>): RefObject<ChartDrawer | null> {
  const { history, view } = usePlayground();
  const drawer = useRef<ChartDrawer | null>(null);
  const theme = useTheme();
  const { classes } = useRunningReport();
  const texts = useChartTexts(classes);
  const smoothing = useView((state) => state.smoothing);
  const log = useView((state) => state.logScale);
  const cursor = useView((state) => state.cursor);

  useEffect(() => {
    const elements = (measure: Measure) => {
      const root = panes.current[measure]!;
      return {
        canvas: root.querySelector('canvas')!,
        train: root.querySelector<HTMLElement>('[data-value=train]')!,
        test: root.querySelector<HTMLElement>('[data-value=test]')!,
        heads: root.querySelector<HTMLElement>('[data-value=heads]'),
      };
    };
    const both = { loss: elements('loss'), accuracy: elements('accuracy') };
    const made = new ChartDrawer(history, both);
    drawer.current = made;
    const stop = measures.map((measure) =>
      followPointer(both[measure].canvas, made, {
        pin: (step) => view.setState({ cursor: step }),
        pinned: () => view.getState().cursor,
        checkpoints: () => history.checkpoints.map(({ step }) => step),
      }),
    );
    return () => {
      for (const end of stop) end();
      made.dispose();
    };
  }, [history, view, panes]);

  useEffect(
    () => drawer.current?.set({ ...texts, smoothing, log, cursor, theme }),
    [texts, smoothing, log, cursor, theme],
  );
  return drawer;
}

/** What the focused chart does with keys; the page's own keys move the cursor from anywhere. */
function useCursorKeys(drawer: RefObject<ChartDrawer | null>) {
  const { history, view, act } = usePlayground();
  return (event: KeyboardEvent) => {
    const { cursor } = view.getState();
    const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (direction !== 0) {
      const steps = history[event.shiftKey ? 'checkpoints' : 'points'].map(({ step }) => step);
      view.setState({ cursor: stepBeside(steps, cursor, direction) ?? cursor });
    } else if (event.key === 'Home' || event.key === 'End') {
      view.setState({ cursor: history.points.at(event.key === 'Home' ? 0 : -1)?.step ?? null });
    } else if (event.key === 'Escape' && (cursor !== null || drawer.current?.zoom)) {
      if (drawer.current) Object.assign(drawer.current, { zoom: null, selection: null });
      view.setState({ cursor: null });
      drawer.current?.request();
    } else if (event.key === 'Enter' && history.checkpoints.some(({ step }) => step === cursor)) {
      act((actions) => actions.rewindTo(cursor!));
    } else return;
    event.preventDefault();
  };
}

/** The loss chart. Its cursor is a slider over the steps to assistive technology, and speaks for both charts. */
function CursorPlot({ onKeyDown }: { onKeyDown(event: KeyboardEvent): void }) {
  const { t } = useTranslation('run');
  const { history } = usePlayground();
  const cursor = useView((state) => state.cursor);
  const empty = useHistory(({ points }) => points.length === 0);
  const last = history.points.at(-1)?.step ?? 0;
  const step = cursor ?? last;
  const point = history.points.findLast((one) => one.step <= step);
  const test = history.evaluations.findLast((one) => one.step <= step);
  const figures = ({ loss, accuracy }: { loss: number; accuracy: number }) => ({
    loss: loss.toFixed(3),
    accuracy: percent(accuracy, 1),
  });
  const parts = [
    t('chart.step', { step: count(step) }),
    point && t('chart.heardTrain', figures(point)),
    ...Object.entries(point?.heads ?? {}).map(([name, loss]) =>
      t('chart.heardHead', { name, loss: loss.toFixed(3) }),
    ),
    test && t('chart.heardTest', { ...figures(test), count: count(test.count) }),
  ];
  return (
    <div
      className="plot"
      role="slider"
      tabIndex={0}
      aria-label={t('chart.cursor')}
      aria-valuemin={0}
      aria-valuemax={Math.max(last, step)}
      aria-valuenow={step}
      aria-valuetext={empty ? t('chart.empty') : parts.filter(Boolean).join(t('comma'))}
      onKeyDown={onKeyDown}
    >
      <canvas />
    </div>
  );
}

const Key = ({ series, name }: { series: 'train' | 'test'; name: string }) => (
  <span className="key">
    <i className={series} />
    {name} <b data-value={series} />
  </span>
);

export function Charts() {
  const { t } = useTranslation('run');
  const panes = useRef<Partial<Record<Measure, HTMLElement>>>({});
  const drawer = useDrawer(panes);
  const keys = useCursorKeys(drawer);
  const empty = useHistory(({ points, evaluations }) => points.length + evaluations.length === 0);
  return (
    <div className="charts" data-empty={empty}>
      {measures.map((measure) => (
        <div
          className="ch"
          key={measure}
          ref={(element) => {
            if (element) panes.current[measure] = element;
          }}
        >
          <div className="cap">
            <h3>{t(`chart.${measure}`)}</h3>
            <span className="grow" />
            <Key series="train" name={t('chart.train')} />
            <Key series="test" name={t('chart.test')} />
          </div>
          {measure === 'loss' ? (
            <CursorPlot onKeyDown={keys} />
          ) : (
            <div className="plot" role="img" aria-label={t('chart.accuracyPicture')}>
              <canvas />
            </div>
          )}
          <ChartNote measure={measure} />
          {measure === 'loss' && <div className="note" data-value="heads" />}
        </div>
      ))}
    </div>
  );
}
