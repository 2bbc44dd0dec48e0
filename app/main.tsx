// The start of the page: the engine's worker, the stores as the link says, the language, then React. The
// net is drawn and can be edited while the engine loads.
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { createClient } from './client/client.ts';
import { startI18n } from './i18n/index.ts';
import { installScripting } from './scripting/create.ts';
import { openDialog } from './shell/dialogs.ts';
import { PlaygroundProvider } from './store/context.tsx';
import { createPlayground, keepLink } from './store/create.ts';
import { parseLink } from './store/link.ts';
import { notify } from './store/notices.ts';
import { openEngine } from './store/open.ts';

const worker = new Worker(new URL('../engine/worker/main.ts', import.meta.url), { type: 'module' });
const { state, problems } = parseLink(location.hash);
const playground = createPlayground(createClient(worker), state);
installScripting(playground);

worker.addEventListener('error', () => notify(playground.notices, 'error', { key: 'notice.worker' }));
if (problems.length > 0) notify(playground.notices, 'error', { problems });

// Another link in the same tab is another page.
window.addEventListener('hashchange', () => location.reload());

const opened = openEngine(playground, state, new URL('datasets/', document.baseURI).href);
keepLink(playground);
await startI18n(playground.view.getState().language);
void opened.then(async () => (await import('./keeping/keeper.ts')).startKeeping(playground));

if (state.guide !== null) openDialog('guide', state.guide);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlaygroundProvider value={playground}>
      <App />
    </PlaygroundProvider>
  </StrictMode>,
);
