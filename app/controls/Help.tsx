// A paragraph of help beside anything: after half a second under the pointer, at once on keyboard focus. It goes
// as soon as something is typed, since what that leads to may stand under it.
import { Tooltip } from 'radix-ui';
import { type ReactElement, type ReactNode, useState } from 'react';
import { floats } from './floats.ts';

interface Props {
  /** What to say; nothing is shown without it. */
  text: ReactNode;
  /** The key that does the same, if there is one. */
  keys?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref: a button, a field. */
  children: ReactElement;
}

export function Help({ text, keys, side = 'bottom', children }: Props) {
  const [open, setOpen] = useState(false);
  if (!text) return children;
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onKeyDown={() => setOpen(false)}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal container={floats()}>
        <Tooltip.Content className="floating help" side={side} sideOffset={6} collisionPadding={8}>
          {text}
          {keys && <kbd>{keys}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** To be placed once around the page: how long the pointer must rest. */
export const HelpProvider = ({ children }: { children: ReactNode }) => (
  <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
    {children}
  </Tooltip.Provider>
);
