// The list of keys, from the same table that the page follows.
import { useTranslation } from 'react-i18next';
import { keys } from './keys.ts';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export default function KeysDialog() {
  const { t } = useTranslation('shell');
  const show = (combination: string) =>
    combination
      .split('+')
      .map((part) => (part === 'Ctrl' && isMac ? '⌘' : t(`key.${part}`, { defaultValue: part })))
      .join(isMac ? ' ' : ' + ');
  return (
    <dl className="keys">
      {keys.map(({ id, keys: combinations }) => (
        <div key={id}>
          <dt>
            {combinations.map((combination) => (
              <kbd key={combination}>{show(combination)}</kbd>
            ))}
          </dt>
          <dd>{t(`keys.${id}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
