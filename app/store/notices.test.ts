// Notices: the same one is not repeated, old ones go, and any error can be told.
import { expect, test } from 'vitest';
import { EngineError } from '../../engine/spec/messages.ts';
import { RequestError } from '../client/client.ts';
import { createNoticeStore, dismiss, failureOf, notify } from './notices.ts';

test('a repeated notice takes the place of the first, and three are kept', () => {
  const store = createNoticeStore();
  for (const key of ['a', 'b', 'a', 'c', 'd']) notify(store, 'information', { key });
  const { notices } = store.getState();
  expect(notices.map(({ text }) => 'key' in text && text.key)).toEqual(['a', 'c', 'd']);
  dismiss(store, notices[1].id);
  expect(store.getState().notices).toHaveLength(2);
});

test('errors of the engine, of the page and of neither', () => {
  const failure = { message: 'gone', code: 'backend.lost', values: { reason: 'x' } };
  expect(failureOf(new RequestError(failure))).toBe(failure);
  expect(failureOf(new EngineError('preset.unknown', { id: 'a', known: 'b' }))).toMatchObject({
    code: 'preset.unknown',
    values: { id: 'a', known: 'b' },
  });
  expect(failureOf(new TypeError('odd'))).toEqual({ message: 'odd', code: null, values: {} });
  expect(failureOf('text').message).toBe('text');
});
