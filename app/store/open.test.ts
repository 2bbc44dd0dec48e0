// What the page falls back on when the engine cannot open what the link asks for.
import { expect, test } from 'vitest';
import { presetOf } from '../../engine/spec/presets.ts';
import { defaultPage } from './link.ts';
import { nextAttempt } from './open.ts';

const { network, training } = presetOf('linear');

test('data that are not there give way to smaller ones, then to generated ones', () => {
  const first = nextAttempt({ network, training, dataset: 'cifar10' }, 'data.missing')!;
  expect(first).toEqual({ network, training, dataset: 'cifar10-mini' });
  const second = nextAttempt(first, 'data.network')!;
  expect(second.dataset).toBe('shapes');
  expect(nextAttempt(second, 'data.network')).toBeNull();
});

test('a net that cannot run gives way to the first preset, once', () => {
  const next = nextAttempt({ network, training, dataset: 'shapes' }, 'network.invalid')!;
  expect(next).toEqual({
    network: defaultPage().network,
    training: defaultPage().training,
    dataset: 'shapes',
  });
  expect(nextAttempt(next, 'network.invalid')).toBeNull();
});

test('no attempt mends a missing engine', () => {
  expect(nextAttempt({ network, training, dataset: 'shapes' }, 'backend.noWebGpu')).toBeNull();
  expect(nextAttempt({ network, training, dataset: 'shapes' }, null)).toBeNull();
});
