// Events for scripts: the few that people listen to, in words of the console. What a run that has been
// replaced still reports is left out.
import type { Playground as Page } from '../store/context.tsx';
import { datasetOf, statusOf } from './answers.ts';
import type { Playground, PlaygroundEvents } from './playground.ts';

type Subscribe<T extends keyof PlaygroundEvents> = (
  listener: (event: PlaygroundEvents[T]) => void,
) => () => void;

export function listenTo({ client, run }: Pick<Page, 'client' | 'run'>): Playground['on'] {
  const isCurrent = (generation: number) => generation >= run.getState().status.generation;
  const sources: { [T in keyof PlaygroundEvents]: Subscribe<T> } = {
    status: (listener) =>
      run.subscribe((now, before) => now.status !== before.status && listener(statusOf(now))),
    steps: (listener) =>
      client.on('points', ({ generation, points }) => isCurrent(generation) && listener(points)),
    evaluation: (listener) =>
      client.on('evaluated', ({ generation, evaluation }) => isCurrent(generation) && listener(evaluation)),
    dataset: (listener) =>
      run.subscribe(
        (now, before) => now.dataset && now.dataset !== before.dataset && listener(datasetOf(now.dataset)),
      ),
    failed: (listener) => client.on('failed', ({ failure }) => listener({ message: failure.message })),
    recovered: (listener) => client.on('recovered', ({ reason, step }) => listener({ reason, step })),
  };
  return (type, listener) => {
    if (!Object.hasOwn(sources, type))
      throw new Error(`There is no event "${type}"; known events: ${Object.keys(sources).join(', ')}.`);
    return sources[type](listener);
  };
}
