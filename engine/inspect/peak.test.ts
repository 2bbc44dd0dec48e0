// The measured peak: the product is the one that is promised, and the device holds nothing afterwards.
import { expect, test } from 'vitest';
import { createReferenceBackend } from '../backends/reference/index.ts';
import { costOf } from '../plan/cost.ts';
import { measurePeak, productPlan } from './peak.ts';

test('one product of 4,096 by 256 by 256', () => {
  const plan = productPlan(false);
  expect(plan.programs.inspect).toHaveLength(1);
  expect(costOf(plan, plan.programs.inspect![0]).flops).toBe(2 * 4096 * 256 * 256);
});

test('measures a rate, and frees what it used', async () => {
  const backend = createReferenceBackend();
  const peak = await measurePeak(backend);
  // The slowest and the fastest that a processor's plain loops could be.
  expect(peak).toBeGreaterThan(1e7);
  expect(peak).toBeLessThan(1e12);
  expect(backend.allocatedBytes()).toBe(0);
});
