// The engines that can be asked for, in the order they are shown, and what can be chosen of them.
import type { BackendChoice, EngineOptions } from '../../engine/worker/protocol.ts';

export const engineChoices: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'reference'];

export const engineOptionNames: readonly (keyof EngineOptions)[] = ['fused', 'half'];
