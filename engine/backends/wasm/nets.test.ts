// Whole nets on WebAssembly.
import { describeNets } from '../../testing/netSuite.ts';
import { createWasmBackend } from './backend.ts';

describeNets(() => createWasmBackend());
