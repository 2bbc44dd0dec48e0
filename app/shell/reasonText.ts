// Why an engine computes or is missing, in the language of the page.
import { useTranslation } from 'react-i18next';
import type { Detail } from '../../engine/worker/protocol.ts';
import { significant } from '../draw/format.ts';
import { failureText } from '../i18n/failure.ts';
import type { RunStoreState } from '../store/run.ts';

/** Gives the adapter's name, or the sentence of what kept from one. */
export function useDetailText() {
  const { t } = useTranslation('shell');
  return (detail: Detail): string => (typeof detail === 'string' ? detail : failureText(t, detail));
}

/** Gives the sentence for the engine that was opened. */
export function useReasonText() {
  const { t } = useTranslation('shell');
  const detailText = useDetailText();
  return ({ reason, detail, times }: NonNullable<RunStoreState['device']>): string =>
    t(`engine.reason.${reason}`, {
      detail: detailText(detail),
      ...(times && { batch: times.batch, webgpu: significant(times.webgpu), wasm: significant(times.wasm) }),
    });
}
