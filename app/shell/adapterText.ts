// What computes, in the language of the page: the adapter as the platform names it, or the processor's threads.
import { useTranslation } from 'react-i18next';
import type { DeviceReport } from '../../engine/worker/protocol.ts';

/** Gives the words for a device; those of the reference engine are none, since its name says it all. */
export function useAdapterText(): (report: DeviceReport) => string {
  const { t } = useTranslation('shell');
  return ({ backend, adapter, threads }) => {
    if (backend === 'wasm') return t('engine.threads', { count: threads });
    return backend === 'webgpu' ? adapter : '';
  };
}
