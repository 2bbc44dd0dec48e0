// One line of the network's table: name and settings, output, parameters, multiply-accumulates, cost. The
// line itself is the button that selects the layer and opens its card.
import { useTranslation } from 'react-i18next';
import { briefCount, compact, count, noValue } from '../draw/format.ts';
import { usePointed } from '../store/pointed.ts';

export interface RowValues {
  id: string;
  /** Settings in short, or "in place". */
  settings: string;
  output: string;
  failing: boolean;
  parameters: number | null;
  macs: number | null;
  /** Share of the costliest element, 0..1; no bar where it is 0. */
  cost: number;
}

interface Props extends RowValues {
  selected: boolean;
  open: boolean;
  /** The one row of the list that Tab reaches. */
  reachable: boolean;
  onSelect(): void;
}

const figure = (value: number | null, text: (value: number) => string) =>
  value === null ? noValue : text(value);

export function Row(props: Props) {
  const { t } = useTranslation('editor');
  const { id, settings, output, failing, parameters, macs, cost, selected, open, reachable, onSelect } =
    props;
  const what = settings ? t('row.what', { id, settings }) : id;
  const label = failing
    ? t('row.failing', { what })
    : t('row.label', { what, output, parameters: count(parameters ?? 0), macs: count(macs ?? 0) });
  return (
    <button
      type="button"
      className="lay"
      data-row={id}
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      aria-current={selected || undefined}
      aria-expanded={open}
      onClick={onSelect}
      {...usePointed(id)}
    >
      <span className="what">
        <span className="name">{id}</span>
        <span className="settings">{settings}</span>
      </span>
      <span className={failing ? 'out failing' : 'out'}>{output}</span>
      <span className={parameters ? 'num' : 'num zero'}>{figure(parameters, briefCount)}</span>
      <span className={macs ? 'num' : 'num zero'}>{figure(macs, compact)}</span>
      {cost > 0 ? (
        <span className="cost">
          <i style={{ width: `${Math.max(3, 100 * cost)}%` }} />
        </span>
      ) : (
        <span />
      )}
    </button>
  );
}
