// A tab that a pointer chooses without moving focus to it: Radix would focus it from a script, and browsers
// draw a ring around what a script has focused. Keys reach it as ever.
import { Tabs } from 'radix-ui';
import type { ComponentProps } from 'react';

interface Props extends ComponentProps<typeof Tabs.Trigger> {
  choose(): void;
}

export const TabButton = ({ choose, ...props }: Props) => (
  <Tabs.Trigger onMouseDown={(event) => event.preventDefault()} onClick={choose} {...props} />
);
