// The device that computes: what it is, why it was chosen, what it allows, and the most it was seen to do.
import { useTranslation } from 'react-i18next';
import type { EngineOptions } from '../../../engine/worker/protocol.ts';
import { Help } from '../../controls/Help.tsx';
import { wholeBytes } from '../../draw/format.ts';
import { useAdapterText } from '../../shell/adapterText.ts';
import { useReasonText } from '../../shell/reasonText.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
import { engineOptionNames } from '../../store/engines.ts';
import { giga } from './SpeedTable.tsx';

export interface Peak {
  peak: number | null;
  measuring: boolean;
  measure(): void;
}

export function DeviceCard({ peak, measuring, measure }: Peak) {
  const { t } = useTranslation(['speed', 'shell']);
  const adapterText = useAdapterText();
  const reasonText = useReasonText();
  const device = useRun((run) => run.device);
  if (!device) return null;
  const { report } = device;
  const facts = {
    engine: t(`shell:engine.name.${report.backend}`),
    [report.backend === 'wasm' ? 'processor' : 'adapter']: adapterText(report) || report.adapter,
    ...(report.software && { kind: t('device.software') }),
    buffer: wholeBytes(report.maxBufferBytes),
    binding: wholeBytes(report.maxBindingBytes),
  };
  return (
    <section aria-labelledby="speed-device">
      <div className="speed-head">
        <h3 id="speed-device">{t('device.title')}</h3>
      </div>
      <dl className="speed-facts">
        {Object.entries(facts).map(([fact, value]) => (
          <div key={fact}>
            <dt>{t(`device.${fact}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <Help text={t('device.peakHelp')}>
          <div>
            <dt>{t('device.peak')}</dt>
            <dd>
              {measuring
                ? t('device.measuring')
                : peak === null
                  ? t('device.unknown')
                  : `${giga(peak)} GFLOP/s`}
            </dd>
          </div>
        </Help>
      </dl>
      <p>{reasonText(device)}</p>
      <div className="row">
        <button type="button" className="btn" disabled={measuring} onClick={measure}>
          {t(peak === null ? 'device.measure' : 'device.measureAgain')}
        </button>
        <span className="lab">{t(report.backend === 'reference' ? 'device.waitsLong' : 'device.waits')}</span>
      </div>
      {engineOptionNames.map((name) => (
        <EngineOption key={name} name={name} value={report[name]} />
      ))}
    </section>
  );
}

/** A choice that the present engine offers: `value` is undefined where it does not, null where it cannot be had here. */
function EngineOption({ name, value }: { name: keyof EngineOptions; value: boolean | null | undefined }) {
  const { t } = useTranslation(['speed', 'shell']);
  const { act, run } = usePlayground();
  if (value === undefined) return null;
  const choose = () => act((actions) => actions.setBackend(run.getState().backendChoice, { [name]: !value }));
  return (
    <div className="speed-option">
      <button
        type="button"
        className="switch"
        role="switch"
        aria-checked={value === true}
        aria-label={t(`${name}.title`)}
        aria-describedby={`speed-${name}`}
        disabled={value === null}
        onClick={choose}
      >
        <i />
        {t(`${name}.title`)}
      </button>
      <p id={`speed-${name}`}>{t(value === null ? `${name}.missing` : `${name}.means`)}</p>
    </div>
  );
}
