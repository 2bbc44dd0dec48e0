// Two saved runs measured together, and what is said of files that are no pair.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReferenceBackend } from '../../engine/backends/reference/index.ts';
import { parseOptions } from './options.ts';
import { measurePair } from './pair.ts';
import { jsonPrinter } from './printer.ts';
import { train } from './session.ts';

let folder: string;
const inFolder = (name: string) => path.join(folder, name);

/** Trains a net of one pool and one fully connected layer for a step, and returns the file. */
async function trained(name: string, side: number, units: number, more = ''): Promise<string> {
  const layers = [
    { type: 'pool', kind: 'average', kernel: 8, stride: 8 },
    { type: 'fc', units },
  ];
  const input = { height: side, width: side, channels: 3 };
  await writeFile(inFolder('net.json'), JSON.stringify({ version: 1, name, input, layers }));
  const line = `--network ${inFolder('net.json')} --data shapes --backend reference --batch 50 --steps 1`;
  const options = parseOptions(`${line} --save ${inFolder(name)}${more}`.split(' '));
  await train(
    options,
    jsonPrinter(() => {}),
  );
  return inFolder(name);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pair-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a localiser and a classifier', async () => {
  const localiser = await trained('localiser', 64, 64, ' --set place=random --set target=place');
  const classifier = await trained('classifier', 32, 10);
  const measured = await measurePair([localiser, classifier], createReferenceBackend());
  expect(measured.examples).toBe(1000);
  for (const share of [measured.cells, measured.found, measured.placed, measured.middle]) {
    expect(share * 1000).toBeCloseTo(Math.round(share * 1000), 6);
    expect(share).toBeLessThan(0.9);
  }
  await expect(measurePair([classifier, localiser], createReferenceBackend())).rejects.toThrow(
    /the first net of a pair must learn where/,
  );
});

test.each([
  [[], /Give two saved runs/],
  [['nothing', 'at all'], /nothing could not be read: ENOENT/],
])('%s is refused', async (files, sentence) => {
  await expect(measurePair(files, createReferenceBackend())).rejects.toThrow(sentence);
});
