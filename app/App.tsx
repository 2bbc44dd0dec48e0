// The whole page: header, panels, and on a phone the tabs at its foot.
import { HelpProvider } from './controls/Help.tsx';
import { FootTabs } from './shell/FootTabs.tsx';
import { Header } from './shell/Header.tsx';
import { useLayout } from './shell/layout.ts';
import { Main } from './shell/Main.tsx';
import { usePageAttributes } from './shell/pageAttributes.ts';
import './shell/shell.css';
import { useView } from './store/context.tsx';

export function App() {
  const layout = useLayout(useView((view) => view.size));
  usePageAttributes(layout);
  return (
    <HelpProvider>
      <div className="page">
        <Header layout={layout} />
        <Main layout={layout} />
        {layout === 'narrow' && <FootTabs />}
      </div>
    </HelpProvider>
  );
}
