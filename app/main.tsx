// The start of the page: the engine's worker, the stores, the language, then React. Nothing waits for the
// engine: the net is drawn and can be edited while it loads.
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { presets } from '../engine/spec/presets.ts';
import { App } from './App.tsx';
import { createClient } from './client/client.ts';
import { RunHistory } from './client/history.ts';
import { preferredLanguage, startI18n } from './i18n/index.ts';
import { createActions } from './store/actions.ts';
import { connect } from './store/connect.ts';
import { PlaygroundProvider } from './store/context.tsx';
import { createEditorStore } from './store/editor.ts';
import { createRunStore } from './store/run.ts';
import { createViewStore } from './store/view.ts';

const worker = new Worker(new URL('../engine/worker/main.ts', import.meta.url), { type: 'module' });
const client = createClient(worker);
const editor = createEditorStore(presets[0].network);
const run = createRunStore({
  running: presets[0].network,
  training: presets[0].training,
  datasetId: 'cifar10',
  backendChoice: 'auto',
  seed: 7,
});
const view = createViewStore({ language: preferredLanguage(navigator.languages) });
const playground = {
  client,
  history: new RunHistory(client),
  editor,
  run,
  view,
  actions: createActions(client, editor, run),
};
connect(client, run);
await startI18n(view.getState().language);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlaygroundProvider value={playground}>
      <App />
    </PlaygroundProvider>
  </StrictMode>,
);
