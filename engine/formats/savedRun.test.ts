// Saved files: whatever is saved is loaded again, and whatever is not such a file is refused in a sentence.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../spec/document.ts';
import { EngineError } from '../spec/messages.ts';
import { noPlateau } from '../spec/schedule.ts';
import { arbitraryDocument, arbitraryTraining } from '../testing/arbitraryDocument.ts';
import type { Snapshot } from '../train/snapshot.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { decodeRun, encodeRun } from './savedRun.ts';

const counter = fc.nat({ max: 2 ** 32 - 1 });
const arbitrarySnapshot: fc.Arbitrary<Omit<Snapshot, 'optimiser'>> = fc.record({
  seed: counter,
  step: counter,
  position: counter,
  order: fc.record({
    start: counter,
    epoch: counter,
    count: fc.integer({ min: 1, max: 50_000 }),
    passes: fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0),
  }),
  plateau: fc.record({
    factor: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    best: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    waited: fc.nat(),
  }),
  tensors: fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 20 }).filter((name) => !name.startsWith('__')))
    .chain((names) =>
      fc
        .tuple(...names.map(() => fc.float32Array({ maxLength: 9 })))
        .map(
          (values) => new Map(names.map((name, i) => [name, { shape: [values[i].length], data: values[i] }])),
        ),
    ),
});

test('any run is loaded as it was saved, bit for bit', () => {
  fc.assert(
    fc.property(
      arbitraryDocument,
      arbitraryTraining,
      arbitrarySnapshot,
      counter,
      (network, training, rest, since) => {
        const snapshot: Snapshot = { ...rest, optimiser: { name: training.optimiser, since } };
        const saved = { network, training, dataset: 'test', snapshot };
        expect(decodeRun(encodeRun(saved))).toEqual(saved);
      },
    ),
  );
});

const whole = encodeRun({
  network: parseDocument({ version: 1, input: { height: 1, width: 1, channels: 1 }, layers: [] }),
  training: fc.sample(arbitraryTraining, { numRuns: 1, seed: 1 })[0],
  dataset: 'test',
  snapshot: {
    seed: 1,
    step: 2,
    position: 3,
    order: { start: 0, epoch: 0, count: 1, passes: 0 },
    plateau: noPlateau,
    optimiser: { name: 'sgd', since: 0 },
    tensors: new Map([['fc1.weight', { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]]),
  },
});

describe('refused in a sentence', () => {
  const withHeader = (text: string, length = text.length, data = 0) => {
    const file = new Uint8Array(8 + text.length + data);
    new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
    file.set(new TextEncoder().encode(text), 8);
    return file;
  };
  const tensor = (changes: object) =>
    withHeader(
      JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4], ...changes } }),
      undefined,
      4,
    );

  test.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'fewer than the 8'],
    ['a header longer than the file', withHeader('{}', 3), 'announce a header of 3 bytes'],
    ['a header length beyond all measure', new Uint8Array(16).fill(255), 'announce a header'],
    ['a header that is not JSON', withHeader('{"a":'), 'not JSON'],
    ['a header that is no object', withHeader('[]'), 'not an object'],
    ['another number format', tensor({ dtype: 'F16' }), '"w" is not a float32 tensor'],
    ['a negative size', tensor({ shape: [-1] }), '"w" is not a float32 tensor'],
    ['offsets against the shape', tensor({ shape: [2] }), 'has 4 bytes, its shape needs 8'],
    ['a tensor beyond the end', tensor({ data_offsets: [4, 8] }), 'ends at byte'],
    ['metadata that are no texts', withHeader('{"__metadata__":{"a":1}}'), 'metadata are not texts'],
  ])('%s', (_, file, reason) => {
    expect(() => decodeSafetensors(file)).toThrow(EngineError);
    expect(() => decodeSafetensors(file)).toThrow(reason);
  });

  test('a file that others saved', () => {
    const foreign = encodeSafetensors(new Map(), { author: 'somebody' });
    expect(() => decodeRun(foreign)).toThrow('not saved by the playground: its metadata have no entry');
  });

  test('a file cut off anywhere', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeRun(whole.slice(0, length)), `${length} bytes`).toThrow(EngineError);
  });

  test('or read, whatever byte is changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const file = whole.slice();
        file[at] = byte;
        try {
          decodeRun(file);
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
