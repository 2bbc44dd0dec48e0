// Sentences that depend on more than their values.
import { expect, test } from 'vitest';
import { notFinite } from './messages.ts';

test('a value that is not finite is told with what is known of its place', () => {
  expect(notFinite(5, { op: 'convForward', layer: 'fc2' }).message).toBe(
    'step 5 gave a value that is not finite; it first appeared in convForward of fc2',
  );
  expect(notFinite(5, { op: 'gradientNorm', layer: '' }).message).toBe(
    'step 5 gave a value that is not finite; it first appeared in gradientNorm, which works for all layers together',
  );
  expect(notFinite(5, null).message).toBe(
    'step 5 gave a value that is not finite; when the step was repeated, every value was finite',
  );
});
