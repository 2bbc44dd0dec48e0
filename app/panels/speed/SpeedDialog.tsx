// Speed: where the time of a step goes on this device, what that is of what the device can do, and what
// another device would do. It looks only while it is open.
import { useRef, useState } from 'react';
import { NoticeBar } from '../../shell/NoticeBar.tsx';
import { usePlayground } from '../../store/context.tsx';
import { DeviceCard } from './DeviceCard.tsx';
import { Figures } from './Figures.tsx';
import { Prediction } from './Prediction.tsx';
import { RateChart } from './RateChart.tsx';
import './speed.css';
import { sumOf } from './speedModel.ts';
import { Times } from './Times.tsx';
import { usePeak, useSamples, useWork } from './useSpeed.ts';

export default function SpeedDialog() {
  const { notices } = usePlayground();
  const [since] = useState(() => notices.getState().notices.at(-1)?.id ?? 0);
  const element = useRef<HTMLElement>(null);
  const { layers, work, batch } = useWork();
  const samples = useSamples(element);
  const peak = usePeak();
  const { flops } = sumOf(work.map((call) => ({ ...call, milliseconds: 0 })));
  return (
    <>
      <NoticeBar since={since} />
      <Figures flops={flops} peak={peak.peak} />
      <div className="speed">
        <div>
          <Times samples={samples} layers={layers} peak={peak.peak} element={element} />
          <RateChart />
        </div>
        <aside>
          <DeviceCard {...peak} />
          <Prediction work={work} batch={batch} />
        </aside>
      </div>
    </>
  );
}
