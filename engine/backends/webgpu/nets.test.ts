// Whole nets on WebGPU.
import { vi } from 'vitest';
import { describeNets } from '../../testing/netSuite.ts';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { createWebGpuBackend } from './backend.ts';

// Pipelines are built on an emulated device, which a busy machine makes slow.
vi.setConfig({ testTimeout: 240_000 });

describeNets(() => createWebGpuBackend(nodeGpu()));
