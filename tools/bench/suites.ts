// The three parts of the bench: training against others, kernels alone, scaling. Each measures sections and
// gives their records; nothing here knows how a table looks.
import type { BackendId } from '../../engine/backends/backend.ts';
import { ops } from '../../engine/ops/index.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { type Conditions, contest, failed, lossDifferences, type Outcome, type Runner } from './contest.ts';
import { attributesOf, convolutionOps, kernelShapes, shapeTitle } from './kernelCases.ts';
import type { Lab, LabWorker, Threads } from './lab.ts';
import { deepened, flopsPerImage, type NetId, nets, vgg16, widened } from './nets.ts';
import { browserPeers, type ContestantId, type Task } from './protocol.ts';
import { torchRunner } from './pytorch.ts';
import type { KernelRecord, PeakRecord, ScalingRecord, TrainingRecord } from './records.ts';

export interface Bench {
  lab: Lab;
  /** Our engines that can be used here. */
  engines: readonly BackendId[];
  conditions: Conditions;
  quick: boolean;
  /** A Python with torch, where that is asked for and there. */
  python?: string;
}

/** The reference loops are there to be right; their speed is shown in training and nowhere else. */
const fast = ({ engines }: Bench) => engines.filter((id) => id !== 'reference');

const nameOf = ({ library, device }: ContestantId): string => `${library} ${device}`;

const runnerOf = (name: string, worker: LabWorker, task: Task): Runner => ({
  name,
  prepare: (limitSeconds) => worker.ask('prepare', task, limitSeconds),
  train: (steps, limitSeconds) => worker.ask('train', steps, limitSeconds),
  stop: () => worker.stop(),
});

/** One contest in which each task has a worker of its own, gone when it is over. */
async function contestOf(
  bench: Bench,
  threads: Threads,
  tasks: readonly (readonly [name: string, Task])[],
  others: readonly Runner[] = [],
): Promise<Outcome[]> {
  const workers = await Promise.all(tasks.map(() => bench.lab.worker(threads)));
  const runners = [...tasks.map(([name, task], i) => runnerOf(name, workers[i], task)), ...others];
  const outcomes = await contest(runners, bench.conditions);
  await Promise.all(runners.map((runner) => runner.stop()));
  return outcomes;
}

/** A step may take this long, in seconds, at most; else a trainer is shown with what it did at a smaller batch. */
const patience = 15;

/** Whether a trainer of the table before is too slow, or failed, and its row is only carried over. */
function carriedRow(before: TrainingRecord | undefined, section: string, batch: number) {
  if (!before) return undefined;
  const { imagesPerSecond, note } = before;
  if (imagesPerSecond === undefined) return { ...before, section, batch };
  if (batch / imagesPerSecond <= patience) return undefined;
  return { ...before, section, batch, note: note ?? `at batch ${before.batch}` };
}

/** One net with one batch; `before` has the rows of the next smaller one. */
export async function trainingSection(
  bench: Bench,
  net: NetId,
  batch: number,
  before: readonly TrainingRecord[],
): Promise<TrainingRecord[]> {
  const network = nets[net];
  const section = `training ${net} ${batch}`;
  const ours = bench.engines.map((device) => ({ library: 'ours' as const, device }));
  const contestants = new Map(
    [...ours, ...browserPeers].map((id): [string, ContestantId] => [nameOf(id), id]),
  );
  const torch = bench.python ? [torchRunner(bench.python, network, batch)] : [];
  const names = [...contestants.keys(), ...torch.map(({ name }) => name)];
  const carried = new Map(
    names.map((name) => [
      name,
      carriedRow(
        before.find((row) => row.trainer === name),
        section,
        batch,
      ),
    ]),
  );
  const tasks = [...contestants]
    .filter(([name]) => !carried.get(name))
    .map(([name, contestant]) => [name, { kind: 'training', contestant, network, batch }] as const);
  const outcomes = await contestOf(bench, 'all', tasks, torch);
  const differences = lossDifferences(outcomes);
  return names.map((trainer): TrainingRecord => {
    const row = carried.get(trainer);
    if (row) return row;
    const outcome = outcomes.find(({ name }) => name === trainer)!;
    const id = contestants.get(trainer);
    return {
      ...{ kind: 'training', section, net, batch, trainer },
      ...{ ours: id?.library === 'ours', inBrowser: id !== undefined, flopsPerImage: flopsPerImage(network) },
      ...(failed(outcome)
        ? { note: outcome.error }
        : {
            imagesPerSecond: (1000 * batch) / outcome.millisecondsPerStep,
            spread: outcome.spread,
            lossDifference: differences.get(trainer),
          }),
    };
  });
}

/** Each convolution pass of each shape on one thread, and what the device can do at most. */
export async function kernelSection(bench: Bench): Promise<(KernelRecord | PeakRecord)[]> {
  const section = 'kernels';
  const records: (KernelRecord | PeakRecord)[] = [];
  const workers = new Map<BackendId, LabWorker>();
  for (const engine of fast(bench)) workers.set(engine, await bench.lab.worker('one'));
  for (const [engine, worker] of workers) {
    const gigaflops = await worker.ask('peak', engine);
    if (gigaflops !== null) records.push({ kind: 'peak', section, engine, gigaflops });
  }
  for (const attributes of kernelShapes(bench.quick))
    for (const op of convolutionOps) {
      const runners = [...workers].map(([engine, worker]) => {
        const runner = runnerOf(engine, worker, { kind: 'kernel', engine, kernel: { op, attributes } });
        // The worker goes on to the next shape, also after one that failed.
        return { ...runner, stop: async () => {} };
      });
      for (const outcome of await contest(runners, bench.conditions)) {
        const row = {
          kind: 'kernel',
          section,
          engine: outcome.name,
          op,
          shape: shapeTitle(attributes),
        } as const;
        const flops = ops[op].flops(attributesOf(op, attributes));
        if (failed(outcome)) records.push({ ...row, note: outcome.error });
        else {
          const rate = (milliseconds: number) => flops / milliseconds / 1e6;
          const { millisecondsPerStep, leastPerStep } = outcome;
          records.push({ ...row, gigaflops: rate(millisecondsPerStep), best: rate(leastPerStep) });
        }
      }
    }
  for (const worker of workers.values()) await worker.stop();
  return records;
}

interface Point {
  value: string;
  network: NetworkDocument;
  batch: number;
  threads: Threads;
}

export const axes = ['net', 'threads', 'batch', 'width', 'depth'] as const;
export type Axis = (typeof axes)[number];

const axisTitles: Record<Axis, string> = {
  net: 'net, batch 32',
  threads: 'net and threads, batch 32',
  batch: 'batch, M1',
  width: 'width: filters of M1 times',
  depth: 'depth: convolutions 3×3 of 32 filters over 16×16',
};

const points: Record<Axis, (quick: boolean) => Point[]> = {
  net: () =>
    Object.entries({ ...nets, VGG16: vgg16 }).map(([value, network]) => ({
      ...{ value, network, batch: 32, threads: 'all' },
    })),
  threads: (quick) =>
    (quick ? (['M1'] as const) : (['M1', 'M2', 'M3'] as const)).flatMap((net) =>
      (['one', 'all'] as const).map((threads) => ({
        ...{ value: `${net}, ${threads}`, network: nets[net], batch: 32, threads },
      })),
    ),
  batch: (quick) =>
    (quick ? [8, 64] : [1, 8, 32, 128, 512]).map((batch) => ({
      ...{ value: String(batch), network: nets.M1, batch, threads: 'all' },
    })),
  width: () =>
    [1, 2, 4, 8].map((factor) => ({
      ...{ value: String(factor), network: widened(factor), batch: 32, threads: 'all' },
    })),
  depth: () =>
    [1, 2, 4, 8, 16].map((depth) => ({
      ...{ value: String(depth), network: deepened(depth), batch: 32, threads: 'all' },
    })),
};

/** Our engines along one axis. */
export async function scalingSection(bench: Bench, axis: Axis): Promise<ScalingRecord[]> {
  const section = `scaling ${axis}`;
  const records: ScalingRecord[] = [];
  for (const { value, network, batch, threads } of points[axis](bench.quick)) {
    const tasks = fast(bench).map((device): [string, Task] => [
      device,
      { kind: 'training', contestant: { library: 'ours', device }, network, batch },
    ]);
    for (const outcome of await contestOf(bench, threads, tasks)) {
      const row = { kind: 'scaling', section, axis: axisTitles[axis], value, engine: outcome.name } as const;
      if (failed(outcome)) records.push({ ...row, note: outcome.error });
      else {
        const imagesPerSecond = (1000 * batch) / outcome.millisecondsPerStep;
        const gigaflops = (imagesPerSecond * flopsPerImage(network)) / 1e9;
        records.push({ ...row, imagesPerSecond, gigaflops });
      }
    }
  }
  return records;
}
