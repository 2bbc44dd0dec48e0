// Every op on WebGPU.

import { nodeGpu } from '../../testing/nodeGpu.ts';
import { describeOps } from '../../testing/opSuite.ts';
import { createWebGpuBackend } from './backend.ts';

describeOps(() => createWebGpuBackend(nodeGpu()));
