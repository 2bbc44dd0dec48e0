// The whole page: header, notices, panels, and on a phone the tabs at its foot.
import { HelpProvider } from './controls/Help.tsx';
import { announcerId } from './shell/announce.ts';
import { Dialogs } from './shell/Dialogs.tsx';
import { DropTarget } from './shell/DropTarget.tsx';
import { FootTabs } from './shell/FootTabs.tsx';
import { Header } from './shell/Header.tsx';
import { useLayout } from './shell/layout.ts';
import { Main } from './shell/Main.tsx';
import { NoticeBar } from './shell/NoticeBar.tsx';
import { usePageAttributes } from './shell/pageAttributes.ts';
import { ProgressAnnouncer } from './shell/progress.ts';
import './shell/shell.css';
import { useKeys } from './shell/useKeys.ts';
import { useView } from './store/context.tsx';

export function App() {
  const layout = useLayout(useView((view) => view.size));
  usePageAttributes(layout);
  useKeys();
  return (
    <HelpProvider>
      <div className="page">
        <Header layout={layout} />
        <NoticeBar />
        <Main layout={layout} />
        {layout === 'narrow' && <FootTabs />}
      </div>
      <Dialogs />
      <DropTarget />
      <ProgressAnnouncer />
      <p id={announcerId} className="vh" role="status" />
    </HelpProvider>
  );
}
