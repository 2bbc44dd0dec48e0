// PyTorch as a contestant outside the browser: a Python process that is told what to do line by line, as
// the workers are. It is there only where Python has `torch`.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { NetworkDocument } from '../../engine/spec/document.ts';
import type { Runner } from './contest.ts';
import { makeProblem } from './problem.ts';
import type { Trained } from './protocol.ts';

const script = fileURLToPath(new URL('pytorch.py', import.meta.url));

/** A Python that has torch, PYTHON before those of the system; or undefined. */
export const findTorch = (): string | undefined =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3']
    .filter((python) => python !== undefined)
    .find((python) => spawnSync(python, ['-c', 'import torch']).status === 0);

/** Writes a problem as pytorch.py reads it: what is what in JSON, the numbers in one file. */
function writeProblem(folder: string, network: NetworkDocument, batch: number): void {
  const { layers, parameters, batches, input, learningRate, momentum } = makeProblem(network, batch);
  const tensors = [
    ...[...parameters].map(([name, { shape, data }]) => ({ name, shape, data })),
    ...batches.map(({ images }, i) => ({
      name: `batch${i}`,
      shape: [batch, input.height, input.width, input.channels],
      data: images,
    })),
  ];
  const labels = batches.map((one) => [...one.labels]);
  const names = tensors.map(({ name, shape }) => ({ name, shape }));
  const description = { layers, labels, learningRate, momentum, tensors: names };
  writeFileSync(path.join(folder, 'problem.json'), JSON.stringify(description));
  writeFileSync(
    path.join(folder, 'problem.bin'),
    Buffer.concat(tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
  );
}

export function torchRunner(python: string, network: NetworkDocument, batch: number): Runner {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-torch-'));
  let child: ChildProcess | undefined;
  let lines: AsyncIterator<string>;
  const nextLine = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('PyTorch stopped; see what it printed');
    return JSON.parse(value) as T;
  };
  return {
    name: 'PyTorch, native',
    async prepare() {
      writeProblem(folder, network, batch);
      child = spawn(python, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
      lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
      await nextLine();
    },
    async train(steps) {
      child!.stdin!.write(`${steps}\n`);
      return nextLine<Trained>();
    },
    async stop() {
      child?.stdin?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
