// What the engine does before a net can run, in words: shown while it lasts, and said once if it lasts long.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRun } from '../store/context.tsx';
import { announce } from './announce.ts';

/** "compiling 12 of 27 kernels", in short "kernel 12 of 27"; null where nothing of the sort is done. */
export function useProgressText(length: 'long' | 'short' = 'long'): string | null {
  const { t } = useTranslation('shell');
  const progress = useRun((run) => run.progress);
  return progress && t(`engine.progress.${length}.${progress.doing}`, { ...progress });
}

/** What takes less is not worth speaking over other announcements for. */
const patienceMilliseconds = 1000;

export function ProgressAnnouncer(): null {
  const text = useProgressText();
  const latest = useRef(text);
  latest.current = text;
  const busy = text !== null;
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => latest.current && announce(latest.current), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, [busy]);
  return null;
}
