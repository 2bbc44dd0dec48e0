// What the page falls back on when the engine cannot open what the link asks for, and that it says so once.
import { expect, test } from 'vitest';
import { presetOf } from '../../engine/spec/presets/index.ts';
import { type EngineClient, RequestError } from '../client/client.ts';
import { createEditorStore } from './editor.ts';
import { defaultPage } from './link.ts';
import { createNoticeStore } from './notices.ts';
import { nextAttempt, openEngine } from './open.ts';
import { createRunStore } from './run.ts';

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

test.each([
  [['cifar10'], 'cifar10-mini'],
  [['cifar10', 'cifar10-mini'], 'shapes'],
])('without %s the page opens with %s and says so in one notice', async (missing, taken) => {
  const failureOf = (id: string) => ({
    message: `${id} is not there.`,
    code: 'data.missing',
    values: { file: id },
  });
  const page = defaultPage();
  const { network: running, dataset: datasetId, engine: backendChoice, ...rest } = page;
  const run = createRunStore({ ...rest, running, datasetId, backendChoice, startWhenReady: false });
  const client = {
    on: () => () => {},
    async request(type: string, { dataset }: { dataset: string }) {
      if (type === 'open' && missing.includes(dataset)) throw new RequestError(failureOf(dataset));
      return type === 'datasets' ? [] : run.getState().status;
    },
  } as unknown as EngineClient;
  const notices = createNoticeStore();
  const editor = createEditorStore(page.draft);
  await openEngine({ client, run, editor, notices, act: () => {} }, page, 'http://host/');
  expect(run.getState().datasetId).toBe(taken);
  expect(notices.getState().notices).toMatchObject([
    { kind: 'error', text: { failure: failureOf('cifar10'), dataset: taken } },
  ]);
  expect(run.getState().failure).toBeNull();
});
