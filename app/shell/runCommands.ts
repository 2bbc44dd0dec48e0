// What the transport's buttons and keys do.
import type { Playground } from '../store/context.tsx';

const isReady = ({ run }: Playground): boolean => run.getState().status.state !== 'loading';

export function toggleTraining(playground: Playground): void {
  if (!isReady(playground)) return;
  const running = playground.run.getState().status.state === 'running';
  playground.act((actions) => (running ? actions.pause() : actions.start()));
}

/** One step; while training it pauses instead, so that single steps can follow. */
export function step(playground: Playground, count = 1): void {
  if (!isReady(playground)) return;
  const running = playground.run.getState().status.state === 'running';
  playground.act((actions) => (running ? actions.pause() : actions.step(count)));
}

/** One pass over the training images. */
export function epoch(playground: Playground): void {
  if (isReady(playground)) playground.act((actions) => actions.start({ epochs: 1 }));
}

export function rewind(playground: Playground): void {
  if (isReady(playground)) playground.act((actions) => actions.reset());
}

export function newSeed(playground: Playground): void {
  const seed = 1 + Math.floor(Math.random() * 9999);
  if (isReady(playground)) playground.act((actions) => actions.reset(seed));
}
