// Asks the engine for what the inside panel shows: the tensors of one layer on one image, and by the way one
// more image at a time for the count of dead units.
import { type RefObject, useState } from 'react';
import { usePull } from '../../client/usePull.ts';
import { usePlayground, useRun, useView } from '../../store/context.tsx';
import { useReducedMotion } from '../useReducedMotion.ts';
import type { FrameStore, ShownView } from './frame.ts';

/** Live rate: four times a second, twice with reduced motion. */
const interval = 250;
const deadInterval = { running: 1000, resting: 100 };

const numbers = new WeakMap<object, number>();
let nextNumber = 1;
/** A number for an object, the same each time. */
function numberOf(object: object): number {
  const known = numbers.get(object) ?? nextNumber++;
  numbers.set(object, known);
  return known;
}

export function useInside(
  store: FrameStore,
  view: ShownView | null,
  element: RefObject<Element | null>,
): number {
  const { client } = usePlayground();
  const reduced = useReducedMotion();
  const live = useRun((run) => run.status.state === 'running');
  const ready = useRun((run) => run.status.state !== 'loading');
  const example = useView((state) => state.example);
  const images = useRun((run) => run.dataset?.test.count ?? 0);
  // While running the frames themselves carry the step; at rest another step is another question.
  const restingStep = useRun((run) => (run.status.state === 'running' ? -1 : run.status.step));
  const net = useRun((run) => `${run.status.generation} ${numberOf(run.running)} ${run.status.backend}`);
  const available = ready && images > 0 && view !== null;
  const image = Math.min(example, images - 1);
  const question = `${net} ${view?.id} ${view?.mode} ${image} ${restingStep}`;

  const behind = usePull({
    fetch: available
      ? async () => {
          const tensors = [view.maps?.tensor, view.filters?.tensor].filter((name) => name !== undefined);
          return { view, image, reply: await client.request('inspect', { example: image, tensors }) };
        }
      : null,
    deliver: (answer) => store.take(answer.view, answer.image, answer.reply, !live || reduced),
    failed: (error) => store.fail(error),
    live,
    interval: reduced ? 2 * interval : interval,
    element,
    question,
  });
  useDeadUnits(store, available ? view : null, `${net} ${view?.id}`, element);
  return behind;
}

/** Looks at one image after the other, slowly while training, until all have been seen at this step. */
function useDeadUnits(
  store: FrameStore,
  view: ShownView | null,
  layer: string,
  element: RefObject<Element | null>,
): void {
  const { client } = usePlayground();
  const running = useRun((run) => run.status.state === 'running');
  const step = useRun((run) => (run.status.state === 'running' ? -1 : run.status.step));
  const images = useRun((run) => run.dataset?.test.count ?? 0);
  const [, setSeen] = useState(0);
  const tensor = view?.aliveTensor ?? null;
  const next = () => store.deadFor(layer).next(images, step);
  const wanted = tensor !== null && next() !== null;
  usePull({
    fetch: wanted
      ? async () => {
          const example = next() ?? 0;
          const reply = await client.request('inspect', { example, tensors: [tensor] });
          return { layer, example, units: view!.cells, reply };
        }
      : null,
    deliver(answer) {
      store.takeDead(answer.layer, answer.units, answer.example, answer.reply);
      setSeen((seen) => seen + 1);
    },
    failed: () => {},
    live: wanted,
    interval: running ? deadInterval.running : deadInterval.resting,
    element,
    question: layer,
  });
}
