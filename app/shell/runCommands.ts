// What the transport's buttons and keys do. Before the first step nothing is lost by it, so whatever is
// drawn is what starts; later an edit waits until it is applied.
import type { Actions } from '../store/actions.ts';
import type { Playground } from '../store/context.tsx';
import { sameNetwork } from '../store/link.ts';
import { reportOf } from '../store/report.ts';
import { smallerBatch } from '../store/room.ts';
import { classesOf } from '../store/run.ts';

const stateOf = ({ run }: Playground) => run.getState().status.state;

/** Runs an action on the net that is drawn, where that can replace the running one without loss. */
function onDrawnNet(playground: Playground, action: (actions: Actions) => Promise<unknown>): void {
  const { act, editor, run } = playground;
  const { running, status } = run.getState();
  const { draft } = editor.getState();
  const takesDraft =
    status.step === 0 && !sameNetwork(draft, running) && reportOf(draft, classesOf(run.getState())).valid;
  act(async (actions) => {
    if (takesDraft) await actions.apply('fresh');
    await action(actions);
  }, smallerBatch(playground));
}

/** While the engine is still opening, training is only promised, or taken back. */
export function toggleTraining(playground: Playground): void {
  const { act, run } = playground;
  const state = stateOf(playground);
  if (state === 'loading') run.setState(({ startWhenReady }) => ({ startWhenReady: !startWhenReady }));
  else if (state === 'running') act((actions) => actions.pause());
  else onDrawnNet(playground, (actions) => actions.start());
}

/** One step; while training it pauses instead, so that single steps can follow. */
export function step(playground: Playground): void {
  const state = stateOf(playground);
  if (state === 'running') playground.act((actions) => actions.pause());
  else if (state !== 'loading') onDrawnNet(playground, (actions) => actions.step(1));
}

/** One pass over the training images. */
export function epoch(playground: Playground): void {
  if (stateOf(playground) !== 'loading') onDrawnNet(playground, (actions) => actions.start({ epochs: 1 }));
}

export function rewind(playground: Playground): void {
  if (stateOf(playground) !== 'loading') playground.act((actions) => actions.reset());
}

export function newSeed(playground: Playground): void {
  const seed = 1 + Math.floor(Math.random() * 9999);
  if (stateOf(playground) !== 'loading') playground.act((actions) => actions.reset(seed));
}
