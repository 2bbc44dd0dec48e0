// Which engine and adapter compute, why these, and the choice of another.
import { Popover, RadioGroup } from 'radix-ui';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackendChoice, EngineEntry } from '../../engine/worker/protocol.ts';
import { Help } from '../controls/Help.tsx';
import { keepFocusOfPointer } from '../controls/Menu.tsx';
import { usePlayground, useRun } from '../store/context.tsx';
import { engineChoices } from '../store/engines.ts';
import { failureOf, notify } from '../store/notices.ts';
import { useAdapterText } from './adapterText.ts';
import { openDialog } from './dialogs.ts';
import { later } from './later.tsx';
import { useProgressText } from './progress.ts';
import { useDetailText, useReasonText } from './reasonText.ts';

const IsolationOffer = later(() => import('./IsolationOffer.tsx'), 'isolation');

export function EngineChip({ short }: { short: boolean }) {
  const { t } = useTranslation('shell');
  const adapterText = useAdapterText();
  const reasonText = useReasonText();
  const device = useRun((run) => run.device);
  const state = useRun((run) => run.status.state);
  const recovered = useRun((run) => run.recovered);
  const progress = useProgressText(short ? 'short' : 'long');
  const backend = device?.report.backend;
  const name = device ? t(`engine.short.${backend}`) : (progress ?? t('engine.loading'));
  const adapter = device && !short ? adapterText(device.report) : '';
  const shown = adapter ? `${name} · ${adapter}` : name;
  const slow = device?.report.software || backend === 'reference';
  const speedWanted = useRef(false);
  // The dialog follows once focus is back here, where it is to return to.
  const closed = (event: Event) => {
    keepFocusOfPointer(event);
    if (speedWanted.current) openDialog('speed');
    speedWanted.current = false;
  };
  return (
    <Popover.Root>
      <Help text={device ? reasonText(device) : t('engine.loadingHelp')}>
        <Popover.Trigger asChild>
          <button
            type="button"
            className="engine"
            data-slow={slow || undefined}
            data-loading={state === 'loading' || undefined}
            aria-label={t('engine.label', { name: shown })}
          >
            <i />
            <span className="engine-name">{shown}</span>
            {recovered && <span className="engine-note">{t('engine.recoveredNote')}</span>}
          </button>
        </Popover.Trigger>
      </Help>
      <Popover.Portal>
        <Popover.Content
          className="floating popover"
          aria-label={t('engine.title')}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={closed}
        >
          <EngineDetails
            showSpeed={() => {
              speedWanted.current = true;
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function EngineDetails({ showSpeed }: { showSpeed(): void }) {
  const { t } = useTranslation('shell');
  const { act, client, notices } = usePlayground();
  const device = useRun((run) => run.device);
  const adapterText = useAdapterText();
  const reasonText = useReasonText();
  const detailText = useDetailText();
  const adapter = device && adapterText(device.report);
  const choice = useRun((run) => run.backendChoice);
  const recovered = useRun((run) => run.recovered);
  const [entries, setEntries] = useState<readonly EngineEntry[]>([]);

  useEffect(() => {
    client
      .request('backends', {})
      .then(setEntries)
      .catch((error) => notify(notices, 'error', { failure: failureOf(error) }));
  }, [client, notices]);

  const unavailable = (id: BackendChoice) => entries.find((entry) => entry.id === id && !entry.available);
  const helpText = (id: BackendChoice) => {
    const missing = unavailable(id);
    return missing ? detailText(missing.detail) : t(`engine.choiceHelp.${id}`);
  };
  return (
    <div className="engine-details">
      <h2>{t('engine.title')}</h2>
      {device && (
        <p>
          <b>{t(`engine.name.${device.report.backend}`)}</b>
          {adapter && t('engine.besides', { adapter })}
          <br />
          {reasonText(device)}
        </p>
      )}
      <Suspense>
        <IsolationOffer />
      </Suspense>
      {recovered && <p>{t('engine.recovered', { step: recovered.step, reason: recovered.reason })}</p>}
      {device?.report.backend === 'reference' && <p>{t('engine.referenceMeans')}</p>}
      <RadioGroup.Root
        className="engine-choices"
        aria-label={t('engine.choose')}
        value={choice}
        onValueChange={(id) => act((actions) => actions.setBackend(id as BackendChoice))}
      >
        {engineChoices.map((id) => (
          <RadioGroup.Item
            key={id}
            value={id}
            disabled={unavailable(id) !== undefined}
            className="engine-choice"
          >
            <span className="radio">
              <RadioGroup.Indicator />
            </span>
            <span>
              <b>{t(`engine.choice.${id}`)}</b>
              <span>{helpText(id)}</span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      <Popover.Close asChild>
        <button type="button" className="btn" onClick={showSpeed}>
          {t('speed.open')}
        </button>
      </Popover.Close>
    </div>
  );
}
