// Theme, size and layout, written on the root element for style sheets to read.
import { useLayoutEffect } from 'react';
import { useView } from '../store/context.tsx';
import type { Layout } from './layout.ts';

export function usePageAttributes(layout: Layout): void {
  const theme = useView((view) => view.theme);
  const size = useView((view) => view.size);
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { theme, size, layout });
  }, [theme, size, layout]);
}
