// Menus of the page: a button and a list, drawn alike everywhere. Items are given as children.
import { Check, ChevronDown, ChevronRight, ChevronUp } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react';
import { floats } from './floats.ts';
import { Help } from './Help.tsx';
import { Icon } from './icons.tsx';

interface Props {
  /** The button that opens the menu. */
  trigger: ReactElement;
  help?: string;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, help, align = 'start', children }: Props) {
  const button = <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>;
  return (
    <DropdownMenu.Root modal={false}>
      {help ? <Help text={help}>{button}</Help> : button}
      <DropdownMenu.Portal container={floats()}>
        <DropdownMenu.Content
          className="floating menu"
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={keepFocusOfPointer}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/**
 * Focus returns to what opened a menu, dialog or popover for those who use keys. After a pointer it would
 * only open the help text; and where an item opened a dialog, focus belongs there.
 */
export function keepFocusOfPointer(event: Event): void {
  const byPointer = document.documentElement.dataset.input === 'pointer';
  if (byPointer || document.querySelector('[role=dialog]')) event.preventDefault();
}

interface ItemProps extends Omit<ComponentProps<typeof DropdownMenu.Item>, 'className'> {
  /** What stands at the right end, in small type. */
  end?: ReactNode;
  icon?: ReactNode;
}

export const MenuItem = ({ end, icon, children, ...rest }: ItemProps) => (
  <DropdownMenu.Item className="menu-item" {...rest}>
    {icon && <span className="mark">{icon}</span>}
    {children}
    {end && <span className="end">{end}</span>}
  </DropdownMenu.Item>
);

interface ChoiceProps {
  value: string;
  onChange(value: string): void;
  options: readonly {
    value: string;
    label: ReactNode;
    /** In small type under the label. */
    note?: string;
    end?: ReactNode;
    disabled?: boolean;
  }[];
}

const Noted = ({ note, children }: { note: string; children: ReactNode }) => (
  <span className="noted">
    {children}
    <span className="lab">{note}</span>
  </span>
);

/** One of several, the present one with a tick. */
export const MenuChoice = ({ value, onChange, options }: ChoiceProps) => (
  <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
    {options.map((option) => (
      <DropdownMenu.RadioItem
        key={option.value}
        value={option.value}
        disabled={option.disabled}
        className="menu-item"
      >
        <span className="mark">
          <DropdownMenu.ItemIndicator>
            <Icon of={Check} />
          </DropdownMenu.ItemIndicator>
        </span>
        {option.note ? <Noted note={option.note}>{option.label}</Noted> : option.label}
        {option.end && <span className="end">{option.end}</span>}
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
);

interface ListProps {
  label: ReactNode;
  children: ReactNode;
}

/** A list of its own beside the menu, opened from one of its items. */
export const SubMenu = ({ label, children }: ListProps) => (
  <DropdownMenu.Sub>
    <DropdownMenu.SubTrigger className="menu-item">
      <span className="mark" />
      {label}
      <span className="end">
        <Icon of={ChevronRight} />
      </span>
    </DropdownMenu.SubTrigger>
    <DropdownMenu.Portal container={floats()}>
      <DropdownMenu.SubContent className="floating menu" sideOffset={4} collisionPadding={8}>
        {children}
      </DropdownMenu.SubContent>
    </DropdownMenu.Portal>
  </DropdownMenu.Sub>
);

/** The same where there is no room beside the menu: a list that opens under its item. */
export function FoldedItems({ label, children }: ListProps) {
  const [open, setOpen] = useState(false);
  const toggle = (event: Event) => {
    event.preventDefault();
    setOpen(!open);
  };
  return (
    <>
      <DropdownMenu.Item className="menu-item" aria-expanded={open} onSelect={toggle}>
        <span className="mark" />
        {label}
        <span className="end">
          <Icon of={open ? ChevronUp : ChevronDown} />
        </span>
      </DropdownMenu.Item>
      {open && children}
    </>
  );
}

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>
);

export const MenuRule = () => <DropdownMenu.Separator className="menu-rule" />;
