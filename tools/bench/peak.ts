// What a device can do at most: independent multiply-adds on registers, nothing else. Kernels are judged
// against it. WebAssembly is measured on one thread of 128-bit vectors, WebGPU on the whole adapter.
import type { BackendId } from '../../engine/backends/backend.ts';
import shader from './peak.wgsl?raw';

/** Does so many rounds; resolves when they are done. */
type Loop = (rounds: number) => void | Promise<void>;

interface Peak {
  readonly flopsPerRound: number;
  readonly run: Loop;
}

/** Milliseconds that a measurement should take at least. */
const enough = 100;
const samples = 5;

/** GFLOP/s: the best of a few samples, since everything that disturbs one makes it smaller. */
async function measure({ flopsPerRound, run }: Peak): Promise<number> {
  let rounds = 1;
  const time = async () => {
    const start = performance.now();
    await run(rounds);
    return performance.now() - start;
  };
  while ((await time()) < enough) rounds *= 2;
  let best = 0;
  for (let sample = 0; sample < samples; sample++)
    best = Math.max(best, (flopsPerRound * rounds) / (await time()) / 1e6);
  return best;
}

/** As many vectors as a processor with sixteen registers can keep going. */
const accumulators = 12;
const lanes = 4;

const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]) => [id, ...sized(bytes)];

/** a * a multiplier + a summand: in one instruction where relaxed arithmetic is offered, or in two. */
const relaxedMultiplyAdd = [0xfd, ...unsigned(0x105)];
const strictMultiplyAdd = (add: number[]) => [0xfd, ...unsigned(0xe6), ...add, 0xfd, ...unsigned(0xe4)];

/** A module whose "run" does as many rounds as it is told, each on all accumulators. */
function multiplyAddModule(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const i32 = 0x7f;
  const v128 = 0x7b;
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  // Locals: 0 counts, 1 and 2 hold what is multiplied by and added, the rest accumulate.
  const [factor, summand, first] = [get(1), get(2), 3];
  const half = [0xfd, 0x0c, ...new Uint8Array(Float32Array.of(0.5, 0.5, 0.5, 0.5).buffer)];
  const multiplyAdd = (local: number) =>
    relaxed
      ? [...get(local), ...factor, ...summand, ...relaxedMultiplyAdd, ...set(local)]
      : [...get(local), ...factor, ...strictMultiplyAdd(summand), ...set(local)];
  const round = Array.from({ length: accumulators }, (_, i) => multiplyAdd(first + i)).flat();
  const countDown = [...get(0), 0x41, 1, 0x6b, 0x22, 0];
  const loop = [0x03, 0x40, ...round, ...countDown, 0x0d, 0, 0x0b];
  const sum = Array.from({ length: accumulators - 1 }, (_, i) => [
    ...get(first + 1 + i),
    0xfd,
    ...unsigned(0xe4),
  ]);
  const result = [...get(first), ...sum.flat(), 0xfd, 0x1f, 0];
  const body = [
    ...unsigned(1),
    accumulators + 2,
    v128,
    ...half,
    ...set(1),
    ...half,
    ...set(2),
    ...loop,
    ...result,
    0x0b,
  ];
  const name = [...new TextEncoder().encode('run')];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, i32, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...sized(name), 0, 0]),
    ...section(10, [1, ...sized(body)]),
  ]);
}

/** The better of the two kinds of multiply-add that this browser has; null without vectors. */
async function wasmPeak(): Promise<number | null> {
  const modules = [true, false].map(multiplyAddModule).filter((bytes) => WebAssembly.validate(bytes));
  let best: number | null = null;
  for (const bytes of modules) {
    const { instance } = await WebAssembly.instantiate(bytes);
    const run = instance.exports.run as (rounds: number) => void;
    best = Math.max(best ?? 0, await measure({ flopsPerRound: accumulators * lanes * 2, run }));
  }
  return best;
}

/** Enough workgroups of 64 to fill any device. */
const workgroups = 256;

async function webGpuPeak(): Promise<number | null> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return null;
  const device = await adapter.requestDevice();
  const inner = 256;
  const compute = { module: device.createShaderModule({ code: shader }), constants: { rounds: inner } };
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute });
  const buffer = device.createBuffer({ size: workgroups * 64 * 4, usage: GPUBufferUsage.STORAGE });
  const layout = pipeline.getBindGroupLayout(0);
  const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] });
  const run = async (dispatches: number) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const peak = await measure({ flopsPerRound: workgroups * 64 * inner * 8 * lanes * 2, run });
  device.destroy();
  return peak;
}

/** GFLOP/s of the device that an engine computes on; null where there is no such device or no way to tell. */
export async function peakOf(engine: BackendId): Promise<number | null> {
  if (engine === 'wasm') return wasmPeak();
  return engine === 'webgpu' ? webGpuPeak() : null;
}
