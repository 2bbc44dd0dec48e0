// Keeps the run now and then while the page is used, and offers the kept one when the page opens on the same
// net, data and seed.
import type { RunStatus } from '../../engine/worker/protocol.ts';
import { count } from '../draw/format.ts';
import { openTexts } from '../i18n/index.ts';
import type { Playground } from '../store/context.tsx';
import { dismiss, notify } from '../store/notices.ts';
import { continueRun, idOf, type KeptRun, keepRun, keptRun } from './keptRun.ts';

/** Between two files while the run goes on; large ones are rarer, so that no disk is worn out. */
const leastMilliseconds = 30_000;
const bytesPerMillisecond = 500;
/** A run of an earlier visit gives way only to one that has trained for so long. */
const leastSeconds = 30;
/** What stands still for so long is kept at once: several single steps are kept together. */
const restMilliseconds = 500;

export async function startKeeping(playground: Playground): Promise<void> {
  const { run } = playground;
  // Where the browser keeps nothing there is nothing to offer.
  const kept = await keptRun().catch(() => undefined);
  const { status } = run.getState();
  if (kept && status.step === 0 && kept.id === idOf(run.getState())) await offer(playground, kept);
  keepNowAndThen(playground, kept);
}

/** Stays until it is taken or dismissed, or the run has begun without it. */
async function offer(playground: Playground, { step }: KeptRun): Promise<void> {
  const { run, notices, act } = playground;
  await openTexts('kept');
  const values = { step: count(step) };
  const accept = { key: 'kept:continue', run: () => act(() => continueRun(playground)) };
  const id = notify(notices, 'information', { key: 'kept:offer', values }, accept);
  const stop = run.subscribe(({ status }) => {
    if (status.step === 0) return;
    dismiss(notices, id);
    stop();
  });
}

function keepNowAndThen(playground: Playground, found: KeptRun | undefined): void {
  const { run } = playground;
  let last = found;
  let due = performance.now() + leastMilliseconds;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let busy = false;

  const keep = async () => {
    const { step, elapsedSeconds } = run.getState().status;
    const known = last?.step === step && last.id === idOf(run.getState());
    const tooShort = found !== undefined && last === found && elapsedSeconds < leastSeconds;
    if (busy || known || tooShort || step === 0) return;
    busy = true;
    // Without room, or where storage is forbidden, the run can still be saved as a file.
    last = await keepRun(playground).catch(() => last);
    due = performance.now() + Math.max(leastMilliseconds, (last?.bytes ?? 0) / bytesPerMillisecond);
    busy = false;
  };
  const consider = ({ state }: RunStatus) => {
    clearTimeout(rest);
    if (state === 'paused') rest = setTimeout(keep, restMilliseconds);
    else if (performance.now() >= due) void keep();
  };
  run.subscribe(({ status }, before) => status !== before.status && consider(status));
  consider(run.getState().status);
}
