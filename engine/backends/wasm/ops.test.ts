// Every op on WebAssembly.
import { describeOps } from '../../testing/opSuite.ts';
import { createWasmBackend } from './backend.ts';

describeOps(() => createWasmBackend());
