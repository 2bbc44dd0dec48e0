// What files are, by name and number.
import { expect, test } from 'vitest';
import { type GivenFile, kindOf } from './files.ts';

const named = (...paths: string[]) => paths.map((path) => ({ path, file: new File([], path) }) as GivenFile);

test.each([
  [[], 'nothing'],
  [['net-step-100.safetensors'], 'run'],
  [['Net.JSON'], 'network'],
  [['cifar-10-binary.tar.gz'], 'data'],
  [['data_batch_1.bin', 'test_batch.bin'], 'data'],
  [['cats/1.png', 'dogs/1.png'], 'data'],
] as const)('%o: %s', (paths, kind) => {
  expect(kindOf(named(...paths))).toBe(kind);
});
