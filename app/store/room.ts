// Nets that memory has no room for: which mistakes mean that, and the way out that a notice offers. Most need less
// with a smaller batch, and a net with fewer images a step is better than none.
import type { Failure } from '../../engine/worker/protocol.ts';
import type { Playground } from './context.tsx';
import { sameNetwork } from './link.ts';
import { type NoticeAction, notify } from './notices.ts';

const codes: ReadonlySet<string> = new Set(['document.tooLarge', 'backend.memory', 'backend.limit']);

/** Whether a smaller batch may mend it. */
export const lacksRoom = ({ code }: Pick<Failure, 'code'>): boolean => code !== null && codes.has(code);

/** Half of a batch, in whole images; at least one. */
export const halved = (batch: number): number => Math.max(1, Math.floor(batch / 2));

/**
 * What can be done where the net in the editor was to run and could not: run it with a smaller batch. Nothing where that
 * mends nothing, or where no net waits there.
 */
export const smallerBatch =
  ({ editor, run, notices, act }: Pick<Playground, 'editor' | 'run' | 'notices' | 'act'>) =>
  (failure: Failure): NoticeAction | undefined => {
    if (!lacksRoom(failure) || sameNetwork(editor.getState().draft, run.getState().running)) return undefined;
    const runSmaller = () =>
      act(async (actions) => {
        await actions.applySmaller();
        const { batch } = run.getState().training;
        notify(notices, 'information', { key: 'notice.runsSmaller', values: { batch } });
      });
    return { key: 'notice.runSmaller', run: runSmaller };
  };
