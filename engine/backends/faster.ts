// Which of two engines to take where both compute by themselves: the one on which a step of the net at hand
// takes less time. How that is timed is the caller's affair.
import type { Backend } from './backend.ts';
import type { OpenedBackend } from './open.ts';

/** Times a training step of a net on an engine; rejects where the net cannot run on it. */
export type Trial = (backend: Backend) => Promise<StepTime>;

export interface StepTime {
  milliseconds: number;
  /** Images of the step. */
  batch: number;
}

/** Milliseconds of the same step on both engines. */
export interface StepTimes {
  batch: number;
  webgpu: number;
  wasm: number;
}

type Outcome = StepTime | { failure: unknown };

/** The faster engine for a net, with both times; where the net runs on one alone, that one. Ends the other. */
export async function fasterOf(
  webgpu: OpenedBackend,
  wasm: OpenedBackend,
  trial: Trial,
): Promise<OpenedBackend> {
  const outcomeOn = ({ backend }: OpenedBackend): Promise<Outcome> =>
    trial(backend).catch((failure: unknown) => ({ failure }));
  // One after the other, so that they do not disturb each other.
  const outcomes = { webgpu: await outcomeOn(webgpu), wasm: await outcomeOn(wasm) };
  const taken = choose(webgpu, wasm, outcomes);
  const other = taken.backend === webgpu.backend ? wasm : webgpu;
  other.backend.destroy();
  return taken;
}

function choose(
  webgpu: OpenedBackend,
  wasm: OpenedBackend,
  outcomes: Record<'webgpu' | 'wasm', Outcome>,
): OpenedBackend {
  if ('failure' in outcomes.wasm) return webgpu;
  if ('failure' in outcomes.webgpu)
    return { ...wasm, reason: 'noWebGpu', detail: { error: outcomes.webgpu.failure } };
  const times = {
    batch: outcomes.webgpu.batch,
    webgpu: outcomes.webgpu.milliseconds,
    wasm: outcomes.wasm.milliseconds,
  };
  const { backend } = times.webgpu <= times.wasm ? webgpu : wasm;
  return { backend, reason: 'timed', detail: webgpu.detail, times };
}
