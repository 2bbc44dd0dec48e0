// Three columns with borders that can be dragged, or moved by arrow keys when they have focus. The middle
// column takes what the others leave. Widths are kept between visits.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewState } from '../store/view.ts';

interface Widths {
  network: number;
  side: number;
}

/** Pixels: what tokens.css says, and the least of each column. */
const sizes: Record<ViewState['size'], Widths & { least: Widths & { middle: number } }> = {
  normal: { network: 404, side: 392, least: { network: 352, middle: 520, side: 340 } },
  projector: { network: 516, side: 500, least: { network: 440, middle: 560, side: 425 } },
};

const key = 'convnet-playground.columns';
/** Pixels that an arrow key moves a border. */
const keyStep = 16;

/** Widths within their limits, in a page of `room` pixels. */
export function limited({ network, side }: Widths, size: ViewState['size'], room: number): Widths {
  const { least } = sizes[size];
  const within = (wanted: number, low: number, other: number) =>
    Math.round(Math.max(low, Math.min(wanted, room - least.middle - other)));
  const left = within(network, least.network, least.side);
  return { network: left, side: within(side, least.side, left) };
}

function readWidths(size: ViewState['size']): Widths {
  const { network, side } = sizes[size];
  try {
    const kept = JSON.parse(localStorage.getItem(`${key}.${size}`) ?? '') as Partial<Widths>;
    return { network: Number(kept.network) || network, side: Number(kept.side) || side };
  } catch {
    return { network, side };
  }
}

function keepWidths(size: ViewState['size'], widths: Widths): void {
  try {
    localStorage.setItem(`${key}.${size}`, JSON.stringify(widths));
  } catch {
    // Without storage the columns start as usual on the next visit.
  }
}

interface Props {
  size: ViewState['size'];
  network: ReactNode;
  middle: ReactNode;
  side: ReactNode;
}

export function Columns({ size, network, middle, side }: Props) {
  const { t } = useTranslation('shell');
  const [widths, setWidths] = useState(() => readWidths(size));
  const set = (next: Partial<Widths>) => {
    const fitted = limited({ ...widths, ...next }, size, window.innerWidth);
    setWidths(fitted);
    keepWidths(size, fitted);
  };
  const usual = sizes[size];
  const { least } = usual;
  const columns =
    `minmax(${least.network}px, ${widths.network}px) 1px minmax(${least.middle}px, 1fr) ` +
    `1px minmax(${least.side}px, ${widths.side}px)`;
  return (
    <div className="columns" style={{ gridTemplateColumns: columns }}>
      <div className="column">{network}</div>
      <Border
        name={t('layout.networkBorder')}
        width={widths.network}
        least={least.network}
        sign={1}
        onMove={(value) => set({ network: value })}
        onReset={() => set({ network: usual.network })}
      />
      <div className="column">{middle}</div>
      <Border
        name={t('layout.ledgerBorder')}
        width={widths.side}
        least={least.side}
        sign={-1}
        onMove={(value) => set({ side: value })}
        onReset={() => set({ side: usual.side })}
      />
      <div className="column">{side}</div>
    </div>
  );
}

interface BorderProps {
  name: string;
  /** Of the column that the border belongs to. */
  width: number;
  least: number;
  /** 1 where the column is left of the border, -1 where it is right. */
  sign: 1 | -1;
  onMove(width: number): void;
  onReset(): void;
}

function Border({ name, width, least, sign, onMove, onReset }: BorderProps) {
  const [from, setFrom] = useState<{ x: number; width: number } | null>(null);
  const down = (event: PointerEvent<HTMLHRElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setFrom({ x: event.clientX, width });
  };
  const move = (event: PointerEvent) => from && onMove(from.width + sign * (event.clientX - from.x));
  const keyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (direction) onMove(width + sign * direction * keyStep);
    else if (event.key === 'Home') onMove(least);
    else return;
    event.preventDefault();
  };
  return (
    <hr
      className="border"
      aria-orientation="vertical"
      aria-label={name}
      aria-valuenow={width}
      aria-valuemin={least}
      tabIndex={0}
      data-moving={from !== null || undefined}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
      onDoubleClick={onReset}
      onKeyDown={keyDown}
    />
  );
}
