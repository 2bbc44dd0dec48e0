// The device that computes: what it is, why it was chosen, what it allows, and the most it was seen to do.
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { wholeBytes } from '../../draw/format.ts';
import { useAdapterText } from '../../shell/adapterText.ts';
import { useReasonText } from '../../shell/reasonText.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
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
      {report.backend === 'wasm' && <Fused fused={report.fused!} />}
    </section>
  );
}

/** WebAssembly's choice between the same bits everywhere and some more speed. */
function Fused({ fused }: { fused: boolean | null }) {
  const { t } = useTranslation(['speed', 'shell']);
  const { act, run } = usePlayground();
  const choose = () => act((actions) => actions.setBackend(run.getState().backendChoice, !fused));
  return (
    <div className="speed-fused">
      <button
        type="button"
        className="switch"
        role="switch"
        aria-checked={fused === true}
        aria-label={t('fused.title')}
        aria-describedby="speed-fused"
        disabled={fused === null}
        onClick={choose}
      >
        <i />
        {t('fused.title')}
      </button>
      <p id="speed-fused">{t(fused === null ? 'fused.missing' : 'fused.means')}</p>
    </div>
  );
}
