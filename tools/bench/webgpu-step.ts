// Times training steps of presets on the WebGPU backend in Node, whole and op by op:
//   node tools/run.mjs tools/bench/webgpu-step.ts [--preset ID] [--batch N] [--seconds S]
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

const images = 1000;
const classes = 10;

const { values: options } = parseArgs({
  options: {
    preset: { type: 'string', default: 'convnetjs-cifar10' },
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

/** Milliseconds of one run of the calls, the median over about `seconds`. */
async function time(
  backend: WebGpuBackend,
  plan: Plan,
  storage: Storage,
  calls: readonly OpCall[],
  seconds: number,
): Promise<number> {
  const program = await backend.compile({ ...plan, programs: { train: calls } }, 'train', storage);
  const once = async () => {
    const start = performance.now();
    await backend.run(program, 1);
    await backend.read(plan, storage, ['run.state']);
    return performance.now() - start;
  };
  await once();
  const times: number[] = [];
  const end = performance.now() + 1000 * seconds;
  while (times.length < 3 || performance.now() < end) times.push(await once());
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const preset = presetOf(options.preset);
const training = { ...preset.training, batch: Number(options.batch ?? preset.training.batch) };
const report = analyse(preset.network, classes);
const plan = buildPlan(report, { purpose: 'train', training, data: { train: images, test: 1 } });
const backend = await createWebGpuBackend(nodeGpu());
const storage = backend.createStorage(plan.buffers);
fill(backend, plan, storage);
console.log(`${preset.id}, batch ${training.batch}, ${backend.report.adapter}`);

const compileStart = performance.now();
await backend.compile(plan, 'train', storage);
console.log(`all pipelines built in ${(performance.now() - compileStart).toFixed(0)} ms`);
const calls = plan.programs.train!;
const step = await time(backend, plan, storage, calls, Number(options.seconds));
console.log(`step ${step.toFixed(1)} ms, ${((1000 * training.batch) / step).toFixed(1)} images/s`);

const empty = await time(backend, plan, storage, [], 0.2);
let sum = 0;
for (const call of calls) {
  const ms = (await time(backend, plan, storage, [call], Number(options.seconds) / 20)) - empty;
  sum += ms;
  const rate = ops[call.op].flops(call.attributes) / ms / 1e6;
  const name = `${call.op} ${call.layer}`;
  console.log(`${name.padEnd(36)} ${ms.toFixed(2).padStart(8)} ms ${rate.toFixed(2).padStart(6)} GFLOP/s`);
}
console.log(`${'sum'.padEnd(36)} ${sum.toFixed(2).padStart(8)} ms`);
