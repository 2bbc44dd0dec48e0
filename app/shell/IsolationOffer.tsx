// In the engine's details, where the server does not isolate the page: the offer to use more cores by means of
// a service worker, what that means, and the way back.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addIsolation, type Isolation, isolationNow, removeIsolation } from '../isolation/registration.ts';
import { keepRun } from '../keeping/keptRun.ts';
import { usePlayground, useRun } from '../store/context.tsx';
import { writeLink } from '../store/create.ts';

export default function IsolationOffer() {
  const { t } = useTranslation('isolation');
  const playground = usePlayground();
  const onProcessor = useRun((run) => run.device?.report.backend === 'wasm');
  const [isolation, setIsolation] = useState<Isolation>('none');
  useEffect(() => void isolationNow().then(setIsolation), []);

  const cores = navigator.hardwareConcurrency;
  if (isolation === 'none' || (isolation === 'offered' && !(onProcessor && cores > 1))) return null;
  const change = isolation === 'offered' ? addIsolation : removeIsolation;
  return (
    <>
      <p>
        {t(isolation, { cores })}
        <br />
        {t('reload')}
      </p>
      <button
        type="button"
        className="btn"
        onClick={() =>
          playground.act(async () => {
            writeLink(playground);
            if (playground.run.getState().status.step > 0) await keepRun(playground);
            await change();
          })
        }
      >
        {t(isolation === 'offered' ? 'add' : 'remove')}
      </button>
    </>
  );
}
