// What was measured of the present device and net: timed steps and the device's peak. Kept while the dialog is
// closed, so that it opens with what is known; what belongs to another device is forgotten.
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CallTiming } from '../../../engine/worker/protocol.ts';
import type { Playground } from '../../store/context.tsx';
import type { RunStoreState } from '../../store/run.ts';
import { type Samples, withStep } from './samples.ts';

type Device = RunStoreState['device'];

interface Measured {
  device: Device;
  samples: Samples | null;
  /** Floating-point operations a second of a large matrix product. */
  peak: number | null;
  measuring: boolean;
}

const nothing: Measured = { device: null, samples: null, peak: null, measuring: false };
const store = createStore<Measured>(() => nothing);

/** What is known of a device. */
export const useMeasured = (device: Device): Measured =>
  useStore(store, (state) => (state.device === device ? state : nothing));

function note(device: Device, change: (held: Measured) => Partial<Measured>): void {
  const held = store.getState().device === device ? store.getState() : { ...nothing, device };
  store.setState({ ...held, ...change(held) });
}

export function noteStep(device: Device, calls: readonly CallTiming[]): void {
  const { backend, adapter, fused, half } = device!.report;
  const engine = [backend, adapter, fused, half].join(' ');
  note(device, ({ samples }) => ({ samples: withStep(samples, engine, calls) }));
}

/** Measures the peak of the present device, of which the best counts; training waits meanwhile. */
export function measurePeak({ act, client, run }: Playground): void {
  const { device } = run.getState();
  note(device, () => ({ measuring: true }));
  act(async () => {
    try {
      const peak = await client.request('measurePeak', {});
      if (run.getState().device === device)
        note(device, (held) => ({ peak: Math.max(peak, held.peak ?? 0) }));
    } finally {
      if (run.getState().device === device) note(device, () => ({ measuring: false }));
    }
  });
}
