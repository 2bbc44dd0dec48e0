// What moment of the run the inside panel shows, in words.
import { useTranslation } from 'react-i18next';
import { count } from '../../draw/format.ts';
import { useRun } from '../../store/context.tsx';
import { findReport, useDraftReport, useRunningReport } from '../../store/report.ts';
import { type FrameStore, type ShownView, useFrameOf } from './frame.ts';

/** Whether a layer is set otherwise in the draft than in the running net. */
function useEdited(id: string): boolean {
  const draft = findReport(useDraftReport(), id);
  const running = findReport(useRunningReport(), id);
  return draft !== undefined && JSON.stringify(draft.element) !== JSON.stringify(running?.element);
}

interface Props {
  store: FrameStore;
  view: ShownView;
  behind: number;
  /** The selected layer, which need not be the one that is shown. */
  selected: string | null;
}

/** "live, step 6,750", "initial weights, seed 7", how far behind it is, or that nothing has come yet. */
export function Moment({ store, view, behind, selected }: Props) {
  const { t } = useTranslation('inside');
  const step = useFrameOf(store, view, (frame) => frame?.reply.step ?? null);
  const running = useRun((run) => run.status.state === 'running');
  const seed = useRun((run) => run.status.seed);
  const edited = useEdited(view.id);
  if (selected !== null && selected !== view.id)
    return <span className="lab warn">{t('moment.notRunning', { layer: selected })}</span>;
  if (step === null) return <span className="lab waiting">{t('moment.waiting')}</span>;
  const shown = count(step);
  const text =
    behind > 0
      ? t('moment.behind', { seconds: behind })
      : step === 0
        ? t('moment.initial', { seed })
        : view.mode === 'gradients'
          ? t('moment.gradients', { step: shown })
          : t(running ? 'moment.live' : 'moment.resting', { step: shown });
  return (
    <span className={behind > 0 ? 'lab warn' : 'lab'}>
      {edited ? t('moment.beforeEdit', { moment: text }) : text}
    </span>
  );
}
