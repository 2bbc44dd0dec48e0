// The ring of factors: right for every step, written as seldom as can be.
import { expect, test } from 'vitest';
import { ringLength } from '../ops/runState.ts';
import { ScheduleRing } from './scheduleRing.ts';

/** A ring, what lies in it, and how often it was written. */
function watched() {
  const seen: { factors: Float32Array; writes: number } = {
    factors: new Float32Array(ringLength),
    writes: 0,
  };
  const ring = new ScheduleRing((factors) => {
    seen.factors = factors;
    seen.writes++;
  });
  return { ring, seen };
}

test('each step finds its factor, and a write lasts for a whole ring', () => {
  const { ring, seen } = watched();
  for (let step = 1000; step < 1000 + 4 * ringLength; step += 32) {
    ring.ensure(step, 32, false, (at) => at / 4);
    for (let at = step; at < step + 32; at++) expect(seen.factors[at % ringLength]).toBe(at / 4);
  }
  expect(seen.writes).toBe(4);
});

test('a steady rate is written once, and again after it was forgotten', () => {
  const { ring, seen } = watched();
  for (let step = 0; step < 10 * ringLength; step += 100) ring.ensure(step, 100, true, () => 0.5);
  expect(seen.writes).toBe(1);
  expect(seen.factors).toEqual(new Float32Array(ringLength).fill(0.5));
  ring.forget();
  ring.ensure(70, 1, true, () => 0.25);
  expect([seen.writes, seen.factors[0]]).toEqual([2, 0.25]);
});
