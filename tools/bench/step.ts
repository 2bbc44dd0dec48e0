// Times training steps of nets on one engine in Node, whole and op by op:
//   node tools/run.mjs tools/bench/step.ts [--backend ID] [--net ID]... [--batch N] [--threads N]
//     [--seconds S] [--ops]
// A net is a preset or one of nets.ts; images and weights are random.
import { parseArgs } from 'node:util';
import type { Backend, BackendId, Storage } from '../../engine/backends/backend.ts';
import { openBackend } from '../../engine/backends/open.ts';
import { ops } from '../../engine/ops/index.ts';
import { runHyper, runHyperWords, runState, runStateWords } from '../../engine/ops/runState.ts';
import { analyse } from '../../engine/plan/analyse.ts';
import { buildPlan } from '../../engine/plan/build.ts';
import { elements, type Plan } from '../../engine/plan/plan.ts';
import { uniform } from '../../engine/random.ts';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { parseTraining, type TrainingDocument } from '../../engine/spec/training.ts';
import { nodeHelpers } from '../../engine/testing/nodeHelpers.ts';
import { initialValues } from '../../engine/train/initialise.ts';
import { classes, type NetId, nets } from './nets.ts';
import { median } from './statistics.ts';

const images = 1000;
const { values: options } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    net: { type: 'string', multiple: true, default: ['M1', 'M2', 'M3'] },
    batch: { type: 'string', default: '32' },
    seconds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
    ops: { type: 'boolean', default: false },
  },
});

function netOf(id: string): { network: NetworkDocument; training: TrainingDocument } {
  const network = nets[id as NetId];
  return network ? { network, training: parseTraining({ mirror: 'random' }) } : presetOf(id);
}

/** Weights, bytes and counters as at the start of a run. */
function fill(backend: Backend, plan: Plan, storage: Storage): void {
  for (const parameter of plan.parameters)
    backend.write(
      plan,
      storage,
      parameter.name,
      initialValues(parameter, 1, () => []),
    );
  const pixels = elements(plan.tensors.get('data.train.images')!);
  const bytes = Uint8Array.from({ length: pixels }, (_, i) => 256 * uniform(1, 0, 0, i));
  backend.write(plan, storage, 'data.train.images', bytes);
  const labels = Uint8Array.from({ length: images }, (_, i) => i % classes);
  backend.write(plan, storage, 'data.train.labels', labels);
  const state = new Uint32Array(runStateWords);
  state[runState.seed] = 1;
  state[runState.trainCount] = images;
  state[runState.mirror] = 1;
  backend.write(plan, storage, 'run.state', state);
  const hyper = new Float32Array(runHyperWords);
  hyper[runHyper.learningRate] = 1e-4;
  hyper[runHyper.momentum] = 0.9;
  hyper[runHyper.beta2] = 0.999;
  hyper[runHyper.epsilon] = 1e-8;
  backend.write(plan, storage, 'run.hyper', hyper);
  const scale = plan.tensors.get('input.scale')!;
  const half = elements(scale) / 2;
  const offsets = Float32Array.from({ length: 2 * half }, (_, i) => (i < half ? 1 / 255 : -0.5));
  backend.write(plan, storage, 'input.scale', offsets);
}

/** Repeats `once` for about `seconds`, and at least three times. */
async function repeat<T>(seconds: number, once: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const end = performance.now() + 1000 * seconds;
  while (results.length < 3 || performance.now() < end) results.push(await once());
  return results;
}

async function benchmark(backend: Backend, id: string): Promise<void> {
  const { network, training } = netOf(id);
  const batch = Number(options.batch);
  const seconds = Number(options.seconds);
  const plan = buildPlan(analyse(network, classes), {
    purpose: 'train',
    training: { ...training, batch },
    data: { train: images, test: 1 },
  });
  const storage = backend.createStorage(plan.buffers);
  fill(backend, plan, storage);
  const compileStart = performance.now();
  const program = await backend.compile(plan, 'train', storage);
  const built = performance.now() - compileStart;
  const step = async () => {
    const start = performance.now();
    await backend.run(program, 1);
    await backend.read(plan, storage, ['run.state']);
    return performance.now() - start;
  };
  await repeat(seconds / 3, step);
  const wall = median(await repeat(seconds, step));
  const flops = plan.programs.train!.reduce((sum, { op, attributes }) => sum + ops[op].flops(attributes), 0);
  const figures = `${wall.toFixed(1)} ms, ${((1000 * batch) / wall).toFixed(0)} images/s, ${(flops / wall / 1e6).toFixed(1)} GFLOP/s`;
  console.log(`${id}, batch ${batch}: step ${figures}; built in ${built.toFixed(0)} ms`);
  if (options.ops) {
    const times = await repeat(seconds, () => backend.time(program));
    for (const [index, { op, layer, attributes }] of plan.programs.train!.entries()) {
      const milliseconds = median(times.map((calls) => calls[index]));
      const rate = ops[op].flops(attributes) / milliseconds / 1e6;
      const columns = [milliseconds.toFixed(3), rate.toFixed(1)].map((text) => text.padStart(9));
      console.log(`  ${`${op} ${layer}`.padEnd(36)} ${columns[0]} ms ${columns[1]} GFLOP/s`);
    }
  }
  storage.destroy();
}

const id = options.backend as BackendId;
const gpu =
  options.backend === 'webgpu' ? (await import('../../engine/testing/nodeGpu.ts')).nodeGpu() : undefined;
const { backend } = await openBackend(id, {
  gpu,
  giveWay: async () => {},
  helpers: nodeHelpers(Number(options.threads) - 1),
});
console.log(`${backend.report.backend} on ${backend.report.adapter}`);
for (const net of options.net) await benchmark(backend, net);
backend.destroy();
