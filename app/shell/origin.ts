// Which preset a net came from, and choosing another. While nothing is lost by it a choice runs at once; later it
// becomes the draft, and the network panel offers to restart with it.
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import { type Playground, useEditor } from '../store/context.tsx';
import { smallerBatch } from '../store/room.ts';

/** The preset that the draft came from, by its name, which edits leave alone. */
export const useOrigin = () => {
  const name = useEditor((editor) => editor.draft.name);
  return { name, preset: presets.find((preset) => preset.name === name) };
};

export function choosePreset(playground: Playground, id: string): void {
  const { act, actions, run } = playground;
  const { network, data } = presetOf(id);
  // A net made for ImageNet is looked at first: most are more than a browser is given to train.
  if (run.getState().status.step > 0 || data === 'imagenet') actions.replace(network);
  else
    act(
      (all) =>
        all.setNetwork(id).catch((error) => {
          // What cannot run can be looked at, and changed until it can.
          all.replace(network);
          throw error;
        }),
      smallerBatch(playground),
    );
}
