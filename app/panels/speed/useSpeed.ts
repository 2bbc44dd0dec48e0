// What the panel shows: the running net's layers and the work of its step, counted from its plan, and the times
// of steps, asked for every two seconds while training goes on and somebody looks.
import { type RefObject, useEffect, useMemo } from 'react';
import { walkReports } from '../../../engine/plan/analyse.ts';
import { buildPlan } from '../../../engine/plan/build.ts';
import { workOf } from '../../../engine/plan/predict.ts';
import { usePull } from '../../client/usePull.ts';
import { usePlayground, useRun } from '../../store/context.tsx';
import { useRunningReport } from '../../store/report.ts';
import { storesHalf } from '../../store/run.ts';
import { measurePeak, noteStep, useMeasured } from './measured.ts';

/** Milliseconds from one timed step to the next: a step that is timed takes longer than others. */
export const sampleInterval = 2000;

/** The running net as it is trained: ids of its layers, its batch, and the work of each call of a step. */
export function useWork() {
  const report = useRunningReport();
  const training = useRun((run) => run.training);
  const half = useRun(storesHalf);
  const shape = useRun((run) => run.dataset?.shape);
  return useMemo(() => {
    const layers = [...walkReports(report.elements)].map(({ id }) => id);
    // The number of images changes nothing in what a step costs.
    const data = { train: 0, test: 0, shape };
    const plan = buildPlan(report, { purpose: 'train', training, data, half });
    return { layers, work: workOf(plan), batch: training.batch };
  }, [report, training, half, shape]);
}

/** The timed steps of the present net, gathered while `element` is seen. */
export function useSamples(element: RefObject<Element | null>) {
  const { client } = usePlayground();
  const device = useRun((run) => run.device);
  const running = useRun((run) => run.status.state === 'running');
  const net = useRun((run) => run.status.generation);
  usePull({
    fetch: running ? () => client.request('timeStep', {}) : null,
    deliver: (reply) => reply && noteStep(device, reply.calls),
    // What stops a run is told where the run is.
    failed: () => {},
    live: running,
    interval: sampleInterval,
    element,
    question: `${net}`,
  });
  return useMeasured(device).samples;
}

/** The device's peak, measured by itself once: when nothing trains, and where it takes no more than a moment. */
export function usePeak() {
  const playground = usePlayground();
  const device = useRun((run) => run.device);
  const still = useRun(({ status }) => status.state === 'idle' || status.state === 'paused');
  const { peak, measuring } = useMeasured(device);
  const due = still && device !== null && device.report.backend !== 'reference' && peak === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one attempt for each device, whatever comes of it.
  useEffect(() => {
    if (due && !measuring) measurePeak(playground);
  }, [due, device]);
  return { peak, measuring, measure: () => measurePeak(playground) };
}
