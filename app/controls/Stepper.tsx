// A whole or decimal number with less and more beside it: typed, stepped by arrow keys (Shift: ten at a
// time), or scrubbed by dragging sideways, 8 pixels a step. Valid values act at once; anything else is kept
// as typed and shown as wrong until the field is left, when the last valid value returns.
import { Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fiveFigures } from '../draw/format.ts';
import { Icon } from './icons.tsx';

interface Props {
  value: number;
  min: number;
  max: number;
  /** 1 for integers; for decimals the step of a press. */
  step: number;
  integer: boolean;
  name: string;
  /** Id of the element that explains the field, if there is one. */
  describedBy?: string;
  /** `visit` is the same for all changes of one visit, one drag or one press. */
  onChange(value: number, visit: string): void;
}

/** Pixels of a sideways drag that make one step, and before which a press is still a click. */
const pixelsPerStep = 8;
const dragThreshold = 4;

let visits = 0;
const newVisit = () => `visit-${++visits}`;

/** A number without the digits that binary fractions add. */
const clean = (value: number) => Number(value.toPrecision(12));

export function parseNumber(text: string, { min, max, integer }: Pick<Props, 'min' | 'max' | 'integer'>) {
  const value = text.trim() === '' ? Number.NaN : Number(text.replace('\u2212', '-').replace(',', '.'));
  return value >= min && value <= max && (!integer || Number.isInteger(value)) ? value : null;
}

export function Stepper({ value, min, max, step, integer, name, describedBy, onChange }: Props) {
  const { t } = useTranslation('shell');
  const [typed, setTyped] = useState<string | null>(null);
  const visit = useRef(newVisit());
  const drag = useRef<{ x: number; from: number; moved: boolean } | null>(null);
  const limited = (wanted: number) => clean(Math.min(max, Math.max(min, wanted)));

  const change = (wanted: number, as = visit.current) => {
    setTyped(null);
    const next = limited(wanted);
    if (next !== value) onChange(next, as);
  };
  const type = (text: string) => {
    const next = parseNumber(text, { min, max, integer });
    setTyped(text);
    if (next !== null && next !== value) onChange(next, visit.current);
  };
  const keyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (!direction || event.altKey) return;
    event.preventDefault();
    change(value + direction * step * (event.shiftKey ? 10 : 1));
  };
  const pointerDown = (event: PointerEvent<HTMLInputElement>) => {
    if (event.button === 0) drag.current = { x: event.clientX, from: value, moved: false };
  };
  const pointerMove = (event: PointerEvent<HTMLInputElement>) => {
    const state = drag.current;
    if (!state) return;
    const distance = event.clientX - state.x;
    if (!state.moved && Math.abs(distance) < dragThreshold) return;
    if (!state.moved) {
      state.moved = true;
      visit.current = newVisit();
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    event.preventDefault();
    change(state.from + Math.round(distance / pixelsPerStep) * step * (event.shiftKey ? 10 : 1));
  };
  const pointerUp = (event: PointerEvent<HTMLInputElement>) => {
    if (drag.current?.moved) event.currentTarget.blur();
    drag.current = null;
  };

  return (
    <span
      className="stepper"
      data-invalid={typed !== null && parseNumber(typed, { min, max, integer }) === null}
    >
      <button
        type="button"
        tabIndex={-1}
        disabled={value <= min}
        aria-label={t('control.less', { name })}
        onClick={(event) => change(value - step * (event.shiftKey ? 10 : 1), newVisit())}
      >
        <Icon of={Minus} />
      </button>
      <input
        type="text"
        inputMode={integer ? 'numeric' : 'decimal'}
        role="spinbutton"
        autoComplete="off"
        aria-label={name}
        aria-describedby={describedBy}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-invalid={typed !== null && parseNumber(typed, { min, max, integer }) === null}
        value={typed ?? String(fiveFigures(value))}
        onChange={(event) => type(event.target.value)}
        onFocus={(event) => {
          visit.current = newVisit();
          event.target.select();
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={keyDown}
        onPointerDown={pointerDown}
        onPointerMove={pointerMove}
        onPointerUp={pointerUp}
        onPointerCancel={pointerUp}
      />
      <button
        type="button"
        tabIndex={-1}
        disabled={value >= max}
        aria-label={t('control.more', { name })}
        onClick={(event) => change(value + step * (event.shiftKey ? 10 : 1), newVisit())}
      >
        <Icon of={Plus} />
      </button>
    </span>
  );
}
