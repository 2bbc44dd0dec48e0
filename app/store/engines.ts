// The engines that can be asked for, in the order they are shown.
import type { BackendChoice } from '../../engine/worker/protocol.ts';

export const engineChoices: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'reference'];
