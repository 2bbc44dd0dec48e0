// Why this engine computes, in the language of the page.
import { useTranslation } from 'react-i18next';
import { significant } from '../draw/format.ts';
import type { RunStoreState } from '../store/run.ts';

/** Gives the sentence for the engine that was opened. */
export function useReasonText() {
  const { t } = useTranslation('shell');
  return ({ reason, detail, times }: NonNullable<RunStoreState['device']>): string =>
    t(`engine.reason.${reason}`, {
      detail,
      ...(times && { batch: times.batch, webgpu: significant(times.webgpu), wasm: significant(times.wasm) }),
    });
}
