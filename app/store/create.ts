// Makes the page's stores, wires them to the engine, and keeps the link and the preferences in step.

import type { EngineClient } from '../client/client.ts';
import { RunHistory } from '../client/history.ts';
import { RateHistory } from '../client/rates.ts';
import { createActions } from './actions.ts';
import { connect } from './connect.ts';
import type { Playground } from './context.tsx';
import { createEditorStore } from './editor.ts';
import { linkOf, type PageState } from './link.ts';
import { createNoticeStore, failureOf, notify } from './notices.ts';
import { keepPreferences, readPreferences, systemView } from './preferences.ts';
import { createRunStore } from './run.ts';
import { createViewStore, type ViewState } from './view.ts';
import { linkedFields } from './viewLink.ts';

/** Mistakes that the run panel shows itself. */
const shownElsewhere = /^run\.notFinite/;

export function createPlayground(client: EngineClient, state: PageState): Playground {
  const editor = createEditorStore(state.draft);
  const run = createRunStore({
    running: state.network,
    training: state.training,
    datasetId: state.dataset,
    backendChoice: state.engine,
    engineOptions: state.engineOptions,
    startWhenReady: state.autostart,
    seed: state.seed,
  });
  const view = createViewStore({ ...systemView(), ...readPreferences(), ...state.view });
  const notices = createNoticeStore();
  const actions = createActions(client, editor, run);
  connect(client, run);
  client.on('recovered', ({ step, reason }) =>
    notify(notices, 'information', { key: 'engine.recovered', values: { step, reason } }),
  );
  return {
    client,
    history: new RunHistory(client),
    rates: new RateHistory(client),
    editor,
    run,
    view,
    notices,
    actions,
    act(action, remedy) {
      action(actions).catch((error) => {
        const failure = failureOf(error);
        if (!shownElsewhere.test(failure.code ?? ''))
          notify(notices, 'error', { failure }, remedy?.(failure));
      });
    },
  };
}

/** Fields of the view that differ from what a first visit would show. */
function chosenView(view: ViewState): Partial<ViewState> {
  const plain: ViewState = { ...createViewStore().getState(), ...systemView() };
  return Object.fromEntries(
    linkedFields.filter((field) => view[field] !== plain[field]).map((field) => [field, view[field]]),
  );
}

/** The link of the page as it is now, without "#". */
export function currentLink({ run, editor, view }: Playground): string {
  const { running, training, datasetId, status, backendChoice, engineOptions } = run.getState();
  return linkOf({
    network: running,
    draft: editor.getState().draft,
    training,
    dataset: datasetId,
    seed: status.seed,
    engine: backendChoice,
    engineOptions,
    autostart: false,
    guide: null,
    view: chosenView(view.getState()),
  });
}

/** Brings the address up to date. */
export const writeLink = (playground: Playground): void =>
  history.replaceState(history.state, '', `#${currentLink(playground)}`);

const linkDelay = 300;

/** Writes the link into the address shortly after each change of what it holds. */
export function keepLink(playground: Playground): void {
  const { run, editor, view } = playground;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => writeLink(playground), linkDelay);
  };
  editor.subscribe((now, before) => now.draft !== before.draft && later());
  run.subscribe((now, before) => {
    const same =
      now.running === before.running &&
      now.training === before.training &&
      now.datasetId === before.datasetId &&
      now.backendChoice === before.backendChoice &&
      now.engineOptions === before.engineOptions &&
      now.status.seed === before.status.seed;
    if (!same) later();
  });
  view.subscribe((now) => {
    keepPreferences(now);
    later();
  });
  later();
}
