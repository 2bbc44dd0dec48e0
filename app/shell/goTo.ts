// Going to a panel by key: shows it where only one is shown, and moves focus to it.
import type { Playground } from '../store/context.tsx';
import type { Tab } from '../store/view.ts';

export function goTo({ view }: Playground, tab: Tab): void {
  view.setState({ tab });
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-panel="${tab}"]`)?.focus());
}
