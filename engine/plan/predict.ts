// How fast a training step would be on a device that nobody has here: an estimate from what the plan's calls
// cost and the figures usually given for the device. It is never a measurement, and carries the band it may be off by.

import { weightSplits } from '../ops/convBackwardWeight.ts';
import type { ConvAttributes } from '../ops/convGeometry.ts';
import { type CallCost, costOf } from './cost.ts';
import type { DeviceClass } from './deviceClasses.ts';
import type { OpCall, Plan } from './plan.ts';

/** Share of the arithmetic peak that kernels reach, and the band that it was seen in on real devices. */
export const efficiency = { expected: 0.3, low: 0.15, high: 0.45 };
/** Share of the memory's peak traffic that is reached. */
const memoryShare = 0.7;
/** No call is shorter than this, and to start one costs as much as `startSeconds`, at most. */
const leastSeconds = 5e-6;
const startSeconds = 30e-6;
/** To hand steps over and hear of them; shared by those that are handed over together, about 50 ms of them. */
const submitSeconds = 2.6e-3;
const submissionSeconds = 50e-3;
const mostStepsPerSubmission = 64;

/** Products fill their tiles only from so many output channels on, and a device only with so many workgroups. */
const fullChannels = 32;
const workgroupsPerCore = 2;
/** Results of one workgroup: so many rows (pixels, or weights of a filter) and so many channels. */
const tile = { rows: 64, channels: 32 };

/** What of a call decides how long it takes. */
export interface CallWork extends CallCost {
  /** Channels that a product computes side by side, and its workgroups; null for a call that is no product. */
  product: { channels: number; workgroups: number } | null;
}

const tiles = (rows: number, channels: number): number =>
  Math.ceil(rows / tile.rows) * Math.ceil(channels / tile.channels);

function productOf({ op, attributes }: OpCall): CallWork['product'] {
  const a = attributes as ConvAttributes;
  const of = (rows: number, channels: number, splits = 1) => ({
    channels,
    workgroups: a.groups * splits * tiles(rows, channels),
  });
  if (op === 'convForward') return of(a.batch * a.outHeight * a.outWidth, a.outChannels / a.groups);
  if (op === 'convBackwardInput') return of(a.batch * a.inHeight * a.inWidth, a.inChannels / a.groups);
  if (op !== 'convBackwardWeight') return null;
  const rows = (a.kernelHeight * a.kernelWidth * a.inChannels) / a.groups;
  return of(rows, a.outChannels / a.groups, weightSplits(a));
}

/** The work of one training step of a plan, call by call. */
export const workOf = (plan: Plan): CallWork[] =>
  plan.programs.train!.map((call) => ({ ...costOf(plan, call), product: productOf(call) }));

/** What the time of a call goes to: arithmetic, traffic with memory, or being started at all. */
export type Cause = 'arithmetic' | 'memory' | 'starting';

export interface Predicted {
  secondsPerStep: number;
  imagesPerSecond: number;
  /** Seconds of a step by what they go to; they add up to `secondsPerStep`. */
  seconds: Record<Cause, number>;
}

/** Share of the peak that one call reaches where `reached` is what a large product does. */
function efficiencyOf({ product }: CallWork, cores: number, reached: number): number {
  if (!product) return reached;
  const narrow = product.channels < fullChannels ? 0.5 : 1;
  const idle = product.workgroups < workgroupsPerCore * cores ? 0.5 : 1;
  return reached * narrow * idle;
}

/** t = max(F / (e P), B / (0.7 BW), 5 us) for each call, 30 us to start it, and a share of a submission. */
export function predict(
  work: readonly CallWork[],
  batch: number,
  device: DeviceClass,
  reached = efficiency.expected,
): Predicted {
  const seconds: Predicted['seconds'] = { arithmetic: 0, memory: 0, starting: startSeconds * work.length };
  for (const call of work) {
    const arithmetic = call.flops / (efficiencyOf(call, device.cores, reached) * device.flopsPerSecond);
    const memory = call.bytes / (memoryShare * device.bytesPerSecond);
    if (Math.max(arithmetic, memory) < leastSeconds) seconds.starting += leastSeconds;
    else if (arithmetic > memory) seconds.arithmetic += arithmetic;
    else seconds.memory += memory;
  }
  const alone = seconds.arithmetic + seconds.memory + seconds.starting;
  const together = Math.floor(submissionSeconds / alone);
  seconds.starting += submitSeconds / Math.max(1, Math.min(mostStepsPerSubmission, together));
  const secondsPerStep = seconds.arithmetic + seconds.memory + seconds.starting;
  return { secondsPerStep, imagesPerSecond: batch / secondsPerStep, seconds };
}

/** The prediction with its band: images a second with the lowest and the highest efficiency seen. */
export function predictWithBand(work: readonly CallWork[], batch: number, device: DeviceClass) {
  const rate = (reached: number) => predict(work, batch, device, reached).imagesPerSecond;
  return { ...predict(work, batch, device), band: [rate(efficiency.low), rate(efficiency.high)] as const };
}
