// What the engine says by itself goes into the run store; nothing else listens to these events there.
// Messages of a run that has been replaced since are dropped by their generation.
import type { EngineClient } from '../client/client.ts';
import type { RunStore } from './run.ts';

export function connect(client: EngineClient, run: RunStore): void {
  const current = (generation: number) => generation >= run.getState().status.generation;
  client.on('status', ({ status }) => current(status.generation) && run.setState({ status }));
  client.on('dataset', ({ dataset }) => run.setState({ dataset, datasetId: dataset.id }));
  client.on('engine', ({ device, ...why }) => run.setState({ device: { report: device, ...why } }));
  client.on('progress', ({ progress }) =>
    run.setState({ progress: progress.done < progress.total ? progress : null }),
  );
  client.on('memory', ({ allocated, inspection }) => run.setState({ memory: { allocated, inspection } }));
  client.on('failed', (event) => current(event.generation) && run.setState({ failure: event }));
  client.on('recovered', (event) => run.setState({ recovered: event }));
}
