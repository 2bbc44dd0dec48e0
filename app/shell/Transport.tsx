// Train or pause, one step, back to the initial weights; and beside it a new seed and the checkpoints.
import { ChevronDown, Dices, History, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Help } from '../controls/Help.tsx';
import { Icon, PauseIcon, PlayIcon, StepIcon } from '../controls/icons.tsx';
import { Menu, MenuItem, MenuLabel, MenuRule } from '../controls/Menu.tsx';
import { count } from '../draw/format.ts';
import { usePlayground, useRun } from '../store/context.tsx';
import { newSeed, rewind, step, toggleTraining } from './runCommands.ts';

export function Transport({ withMenu }: { withMenu: boolean }) {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const running = useRun(({ status, startWhenReady }) =>
    status.state === 'loading' ? startWhenReady : status.state === 'running',
  );
  const ready = useRun((run) => run.status.state !== 'loading');
  return (
    <div className="transport">
      <Help text={t(running ? 'transport.pauseHelp' : 'transport.trainHelp')} keys={t('key.Space')}>
        <button type="button" className="btn primary" onClick={() => toggleTraining(playground)}>
          <Icon of={running ? PauseIcon : PlayIcon} />
          <span className="train-word">
            {/* Both words hold the width, so that nothing moves when one takes the other's place. */}
            <span aria-hidden={!running}>{t('transport.pause')}</span>
            <span aria-hidden={running}>{t('transport.train')}</span>
          </span>
        </button>
      </Help>
      <Help text={t('transport.stepHelp')} keys="S">
        <button
          type="button"
          className="btn"
          aria-disabled={!ready}
          aria-label={t('transport.step')}
          onClick={() => step(playground)}
        >
          <Icon of={StepIcon} />
          <span className="wide-only">{t('transport.step')}</span>
        </button>
      </Help>
      <span className="split">
        <Help text={t('transport.rewindHelp')} keys="0">
          <button
            type="button"
            className="btn"
            aria-disabled={!ready}
            aria-label={t('transport.rewind')}
            onClick={() => rewind(playground)}
          >
            <Icon of={RotateCcw} />
            <span className="wide-only">{t('transport.rewind')}</span>
          </button>
        </Help>
        {withMenu && (
          <Menu
            trigger={
              <button type="button" className="btn split-more" aria-label={t('transport.moreRewind')}>
                <Icon of={ChevronDown} />
              </button>
            }
          >
            <RewindItems />
          </Menu>
        )}
      </span>
    </div>
  );
}

/** A new seed, and the checkpoints that the run can go back to. */
export function RewindItems() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const seed = useRun((run) => run.status.seed);
  const { checkpoints } = playground.history;
  return (
    <>
      <MenuItem icon={<Icon of={RotateCcw} />} end="0" onSelect={() => rewind(playground)}>
        {t('transport.sameSeed', { seed })}
      </MenuItem>
      <MenuItem icon={<Icon of={Dices} />} onSelect={() => newSeed(playground)}>
        {t('transport.newSeed')}
      </MenuItem>
      {checkpoints.length > 0 && (
        <>
          <MenuRule />
          <MenuLabel>{t('transport.checkpoints')}</MenuLabel>
          {checkpoints
            .slice(-8)
            .toReversed()
            .map(({ step: at }) => (
              <MenuItem
                key={at}
                icon={<Icon of={History} />}
                onSelect={() => playground.act((actions) => actions.rewindTo(at))}
              >
                {t('transport.toStep', { step: count(at) })}
              </MenuItem>
            ))}
        </>
      )}
    </>
  );
}
