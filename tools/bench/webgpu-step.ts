// Times training steps of presets on the WebGPU backend in Node, whole and op by op:
//   node tools/run.mjs tools/bench/webgpu-step.ts [--preset ID]... [--batch N] [--seconds S]
// Figures of single ops come from programs that hold only that op; data and weights are random.
import { parseArgs } from 'node:util';
import type { Storage } from '../../engine/backends/backend.ts';
import { createWebGpuBackend, type WebGpuBackend } from '../../engine/backends/webgpu/backend.ts';
import { ops } from '../../engine/ops/index.ts';
import { runHyper, runHyperWords, runState, runStateWords } from '../../engine/ops/runState.ts';
import { analyse } from '../../engine/plan/analyse.ts';
import { buildPlan } from '../../engine/plan/build.ts';
import { elements, type OpCall, type Plan } from '../../engine/plan/plan.ts';
import { uniform } from '../../engine/random.ts';
import { presetOf } from '../../engine/spec/presets.ts';
import { nodeGpu } from '../../engine/testing/nodeGpu.ts';
import { initialValues } from '../../engine/train/initialise.ts';

/** The larger nets take minutes a step on a software adapter with the batch they are trained with. */
const batches: Record<string, number> = { 'small-vgg': 4 };
const images = 1000;
const classes = 10;

const { values: options } = parseArgs({
  options: {
    preset: { type: 'string', multiple: true, default: ['convnetjs-cifar10', 'small-vgg'] },
    batch: { type: 'string' },
    seconds: { type: 'string', default: '5' },
  },
});

/** Weights, bytes and counters as at the start of a run. */
function fill(backend: WebGpuBackend, plan: Plan, storage: Storage): void {
  for (const parameter of plan.parameters)
    backend.write(plan, storage, parameter.name, initialValues(parameter, 1));
  const pixels = elements(plan.tensors.get('data.train.images')!);
  const bytes = Uint8Array.from({ length: pixels }, (_, i) => 256 * uniform(1, 0, 0, i));
  backend.write(plan, storage, 'data.train.images', bytes);
  const labels = Uint8Array.from({ length: images }, (_, i) => i % classes);
  backend.write(plan, storage, 'data.train.labels', labels);
  const state = new Uint32Array(runStateWords);
  state[runState.seed] = 1;
  state[runState.trainCount] = images;
  state[runState.flip] = 1;
  backend.write(plan, storage, 'run.state', state);
  const hyper = new Float32Array(runHyperWords);
  hyper[runHyper.learningRate] = 1e-4;
  hyper[runHyper.momentum] = 0.9;
  backend.write(plan, storage, 'run.hyper', hyper);
  const scale = plan.tensors.get('input.scale')!;
  const half = elements(scale) / 2;
  const offsets = Float32Array.from({ length: 2 * half }, (_, i) => (i < half ? 1 / 255 : -0.5));
  backend.write(plan, storage, 'input.scale', offsets);
}

interface Timing {
  /** Median milliseconds by the clock. */
  wall: number;
  /** Median milliseconds of processor time, all threads together: the work itself on a software adapter. */
  cpu: number;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

/** One run of the calls, repeated for about `seconds`. */
async function time(
  backend: WebGpuBackend,
  plan: Plan,
  storage: Storage,
  calls: readonly OpCall[],
  seconds: number,
): Promise<Timing> {
  const program = await backend.compile({ ...plan, programs: { train: calls } }, 'train', storage);
  const once = async () => {
    const [start, used] = [performance.now(), process.cpuUsage()];
    await backend.run(program, 1);
    await backend.read(plan, storage, ['run.state']);
    const { user, system } = process.cpuUsage(used);
    return { wall: performance.now() - start, cpu: (user + system) / 1000 };
  };
  await once();
  const times: Timing[] = [];
  const end = performance.now() + 1000 * seconds;
  while (times.length < 3 || performance.now() < end) times.push(await once());
  return { wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) };
}

async function benchmark(backend: WebGpuBackend, id: string): Promise<void> {
  const preset = presetOf(id);
  const batch = Number(options.batch ?? batches[id] ?? preset.training.batch);
  const training = { ...preset.training, batch };
  const report = analyse(preset.network, classes);
  const plan = buildPlan(report, { purpose: 'train', training, data: { train: images, test: 1 } });
  const storage = backend.createStorage(plan.buffers);
  fill(backend, plan, storage);
  console.log(`\n${preset.id}, batch ${batch}, ${backend.report.adapter}`);

  const compileStart = performance.now();
  await backend.compile(plan, 'train', storage);
  console.log(`all pipelines built in ${(performance.now() - compileStart).toFixed(0)} ms`);
  const calls = plan.programs.train!;
  const seconds = Number(options.seconds);
  const step = await time(backend, plan, storage, calls, seconds);
  const rate = ((1000 * batch) / step.wall).toFixed(1);
  console.log(`step ${step.wall.toFixed(1)} ms (processor ${step.cpu.toFixed(1)} ms), ${rate} images/s`);
  await printOps(backend, plan, storage, seconds / 20);
  storage.destroy();
}

/** Each op call of a step by itself. */
async function printOps(backend: WebGpuBackend, plan: Plan, storage: Storage, seconds: number) {
  const empty = await time(backend, plan, storage, [], 0.2);
  const heads = ['ms', 'cpu ms', 'GFLOP/s'].map((head) => head.padStart(9));
  console.log(`${'op'.padEnd(36)} ${heads.join(' ')}`);
  for (const call of plan.programs.train!) {
    const one = await time(backend, plan, storage, [call], seconds);
    const [wall, cpu] = [one.wall - empty.wall, one.cpu - empty.cpu];
    const gigaflops = ops[call.op].flops(call.attributes) / wall / 1e6;
    const figures = [wall, cpu, gigaflops].map((figure) => figure.toFixed(2).padStart(9));
    console.log(`${`${call.op} ${call.layer}`.padEnd(36)} ${figures.join(' ')}`);
  }
}

const backend = await createWebGpuBackend(nodeGpu());
for (const id of options.preset) await benchmark(backend, id);
