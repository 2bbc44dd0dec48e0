// A net that memory has no room for waits in the editor, and a notice offers to run it with a smaller batch: whichever
// way it was asked for, and never by itself.
import { expect, test } from 'vitest';
import { parseDocument } from '../../engine/spec/document.ts';
import { presetOf } from '../../engine/spec/presets/index.ts';
import type { Requests } from '../../engine/worker/protocol.ts';
import { type EngineClient, RequestError } from '../client/client.ts';
import { choosePreset } from '../shell/origin.ts';
import { createActions } from './actions.ts';
import type { Playground } from './context.tsx';
import { createEditorStore } from './editor.ts';
import { parseLink } from './link.ts';
import { createNoticeStore, failureOf, notify } from './notices.ts';
import { openEngine } from './open.ts';
import { halved, lacksRoom, smallerBatch } from './room.ts';
import { createRunStore } from './run.ts';

const noRoom = {
  message: 'too large',
  code: 'document.tooLarge',
  values: { bytes: '5 GiB', limit: '4 GiB' },
};

/** A page whose engine has room for `images` of any net but the default one; `asked` are nets and batches. */
function createPage(hash: string, images: number) {
  const { state } = parseLink(hash);
  const { network, dataset, engine, ...rest } = state;
  const run = createRunStore({
    ...rest,
    running: network,
    datasetId: dataset,
    backendChoice: engine,
    startWhenReady: false,
  });
  const asked: string[] = [];
  const client = {
    on: () => () => {},
    async request(type: string, { network: net, training }: Requests['open'][0]) {
      if (type === 'open' || type === 'setNetwork') {
        asked.push(`${net.name} ${training.batch}`);
        if (net.name !== presetOf('convnetjs-cifar10').name && training.batch > images)
          throw new RequestError(noRoom);
      }
      return type === 'datasets' ? [] : run.getState().status;
    },
  } as unknown as EngineClient;
  const notices = createNoticeStore();
  const editor = createEditorStore(state.draft);
  const actions = createActions(client, editor, run);
  let last: Promise<unknown> = Promise.resolve();
  const page = {
    client,
    run,
    editor,
    notices,
    actions,
    act(...[action, remedy]: Parameters<Playground['act']>) {
      last = action(actions).catch((error) => {
        const failure = failureOf(error);
        notify(notices, 'error', { failure }, remedy?.(failure));
      });
    },
  };
  return {
    ...page,
    asked,
    open: () => openEngine(page, state, 'http://host/'),
    choose: (id: string) => choosePreset(page as unknown as Playground, id),
    settled: () => last,
  };
}
const namesOf = ({ run, editor }: ReturnType<typeof createPage>) => [
  run.getState().running.name,
  editor.getState().draft.name,
];

test('a link to it opens the default net, with the other in the editor and the offer', async () => {
  const page = createPage('#preset=vgg16', 9);
  await page.open();
  expect(namesOf(page)).toEqual(['ConvNetJS', 'VGG16']);
  const [notice, ...others] = page.notices.getState().notices;
  expect(others).toEqual([]);
  expect(notice).toMatchObject({
    kind: 'error',
    text: { failure: noRoom },
    action: { key: 'notice.runSmaller' },
  });
  notice.action?.run();
  await page.settled();
  expect(page.asked).toEqual(['VGG16 32', 'ConvNetJS 32', 'VGG16 16', 'VGG16 8']);
  expect(namesOf(page)).toEqual(['VGG16', 'VGG16']);
  expect(page.run.getState().training).toEqual({ ...presetOf('vgg16').training, batch: 8 });
  expect(page.notices.getState().notices.at(-1)?.text).toEqual({
    key: 'notice.runsSmaller',
    values: { batch: 8 },
  });
});

test('a preset that is chosen is looked at instead, and the running net stays', async () => {
  const page = createPage('', 9);
  await page.open();
  page.choose('fmp');
  await page.settled();
  expect(namesOf(page)).toEqual(['ConvNetJS', presetOf('fmp').name]);
  expect(page.notices.getState().notices.map(({ action }) => action?.key)).toEqual(['notice.runSmaller']);
});

test('an edit keeps its weights and the settings of the run', async () => {
  const page = createPage('', 3);
  await page.open();
  const other = parseDocument({ ...presetOf('linear').network, name: 'other' });
  page.run.setState({ running: other });
  page.actions.edit({ ...other, layers: [{ ...other.layers[0] }, { id: 'relu1', type: 'relu' }] });
  page.act((actions) => actions.apply('keep'), smallerBatch(page));
  await page.settled();
  page.notices.getState().notices[0].action?.run();
  await page.settled();
  expect(page.asked.slice(1)).toEqual(['other 32', 'other 16', 'other 8', 'other 4', 'other 2']);
  expect(page.run.getState().training).toEqual({ ...parseLink('').state.training, batch: 2 });
});

test('where not even one image has room, the last mistake is said and nothing has changed', async () => {
  const page = createPage('#preset=vgg16&batch=3', 0);
  await page.open();
  page.notices.getState().notices[0].action?.run();
  await page.settled();
  expect(page.asked).toEqual([
    'VGG16 3',
    'ConvNetJS 32',
    'VGG16 16',
    'VGG16 8',
    'VGG16 4',
    'VGG16 2',
    'VGG16 1',
  ]);
  expect(namesOf(page)).toEqual(['ConvNetJS', 'VGG16']);
  expect(page.run.getState().training.batch).toBe(32);
});

test('nothing is offered for other mistakes, nor where no net waits', async () => {
  const page = createPage('#preset=linear', 100);
  await page.open();
  expect(smallerBatch(page)(noRoom)).toBeUndefined();
  page.actions.edit(presetOf('vgg16').network);
  expect(smallerBatch(page)(noRoom)?.key).toBe('notice.runSmaller');
  expect(smallerBatch(page)({ ...noRoom, code: 'network.invalid' })).toBeUndefined();
  expect(['document.tooLarge', 'backend.memory', 'backend.limit'].every((code) => lacksRoom({ code }))).toBe(
    true,
  );
  expect(lacksRoom({ code: null })).toBe(false);
  expect([32, 5, 2, 1].map(halved)).toEqual([16, 2, 1, 1]);
});
