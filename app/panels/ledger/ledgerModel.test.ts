// The panel's ledger adds up, for every preset, and agrees with what an engine would report.
import { expect, test } from 'vitest';
import { analyse } from '../../../engine/plan/analyse.ts';
import { memoryKinds } from '../../../engine/plan/plan.ts';
import { classesLearned } from '../../../engine/spec/placing.ts';
import { presetOf, presets } from '../../../engine/spec/presets/index.ts';
import { allocatedLedger, netLedger, sharedTogether, workingKinds } from './ledgerModel.ts';

const data = { train: 50_000, test: 10_000 };
const ledgerFor = (id: string, batch = 32, half = false) => {
  const { network, training } = presetOf(id);
  return netLedger(analyse(network, classesLearned(training, 10)), { ...training, batch }, data, half);
};

test.each([false, true])(
  'rows add up to the totals by kind, in parameters and in MACs (half: %s)',
  (half) => {
    for (const { id } of presets) {
      const ledger = ledgerFor(id, 32, half);
      for (const kind of memoryKinds)
        expect(ledger.rows.reduce((sum, row) => sum + row.bytes[kind], 0)).toBe(ledger.totals[kind]);
      expect(ledger.rows.reduce((sum, row) => sum + row.working, 0)).toBe(ledger.working);
      expect(ledger.working + ledger.totals.data).toBe(ledger.held);
      expect(ledger.rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(ledger.parameters);
      expect(ledger.rows.reduce((sum, row) => sum + row.macs, 0)).toBe(ledger.macs);
    }
  },
);

test('the ConvNetJS net: 22,466 parameters, 3.92 M MACs, the data set of 175.8 MiB', () => {
  const ledger = ledgerFor('convnetjs-cifar10');
  expect(ledger.parameters).toBe(22_466);
  expect(ledger.macs).toBe(3_920_000);
  expect(ledger.totals.data).toBe(60_000 * 3073);
  expect(ledger.largestBuffer).toBe(50_000 * 3072);
  expect(ledger.rows[1]).toMatchObject({
    id: 'conv1',
    output: '32×32×16',
    parameters: 1216,
    macs: 1_228_800,
  });
});

test('the heads of GoogLeNet hold parameters and activations, and are told apart', () => {
  const ledger = ledgerFor('googlenet', 2);
  expect(ledger.parameters).toBe(13_378_280);
  expect(ledger.inHeads.parameterCount).toBe(6_379_728);
  // Twice 4×4×128 values behind the convolution of the first head, which its ReLU writes over.
  expect(ledger.rows.find(({ output }) => output === '4×4×128')!.bytes.activations).toBe(2 * 2048 * 4);
});

test('activations grow with the batch, parameters do not', () => {
  const [one, many] = [ledgerFor('convnetjs-cifar10', 1), ledgerFor('convnetjs-cifar10', 32)];
  expect(many.totals.activations).toBe(32 * one.totals.activations);
  expect(many.totals.parameters).toBe(one.totals.parameters);
});

test('what an engine holds to look inside is a row of its own', () => {
  const planned = ledgerFor('convnetjs-cifar10');
  const allocated = { ...planned.totals, activations: planned.totals.activations + 1000 };
  const ledger = allocatedLedger(planned, { allocated, inspection: 1000 })!;
  expect(ledger.rows.at(-1)).toMatchObject({ id: 'inspection', working: 1000 });
  expect(ledger.held).toBe(planned.held + 1000);
  expect(ledger.working).toBe(planned.working + 1000);
  expect(workingKinds.reduce((sum, kind) => sum + ledger.totals[kind], 0)).toBe(ledger.working);
  expect(allocatedLedger(planned, { allocated: planned.totals, inspection: 0 })).toBe(planned);

  const together = sharedTogether(ledger.rows);
  expect(together).toHaveLength(planned.rows.length);
  expect(together.at(-1)).toMatchObject({ id: '', working: planned.rows.at(-1)!.working + 1000 });
  expect(together.reduce((sum, row) => sum + row.working, 0)).toBe(ledger.working);
});

test('an allocation of another net is not taken for this one', () => {
  const planned = ledgerFor('convnetjs-cifar10');
  const other = ledgerFor('convnetjs-cifar10', 16);
  expect(allocatedLedger(planned, { allocated: other.totals, inspection: 0 })).toBeNull();
  const more = { ...planned.totals, workspace: planned.totals.workspace + 4 };
  expect(allocatedLedger(planned, { allocated: more, inspection: 0 })).toBeNull();
});
