// The buttons that choose the test image which is looked at, wherever it is shown.
import { ChevronLeft, ChevronRight, Shuffle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { usePlayground, useRun } from '../store/context.tsx';

interface Props {
  /** In a popover the page's keys keep quiet, and are not named. */
  inPopover?: boolean;
}

export function ImageButtons({ inPopover = false }: Props) {
  const { t } = useTranslation('inside');
  const { view } = usePlayground();
  const count = useRun((run) => run.dataset?.test.count ?? 0);
  const go = (next: (example: number) => number) => () => {
    if (count > 0) view.setState(({ example }) => ({ example: (next(example) + count) % count }));
  };
  const buttons = [
    ['previous', ChevronLeft, (example: number) => example - 1, '['],
    ['next', ChevronRight, (example: number) => example + 1, ']'],
    ['random', Shuffle, () => Math.floor(Math.random() * count), 'R'],
  ] as const;
  return buttons.map(([id, drawing, next, key]) => (
    <Help key={id} text={t(`image.${id}`)} keys={inPopover ? undefined : key}>
      <button type="button" className="btn quiet icon" aria-label={t(`image.${id}`)} onClick={go(next)}>
        <Icon of={drawing} />
      </button>
    </Help>
  ));
}
