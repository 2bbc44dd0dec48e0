// Two nets one after the other, as in Kaggle's right whale contest (deepsense.io 2016): the first says in which cell of
// the canvas an image lies, the second sees only the part of the canvas that it looks for the image in.
import { middleOf } from '../ops/imageWindow.ts';
import { middleOfCell, roomOf } from '../ops/placement.ts';
import { EngineError } from '../spec/messages.ts';
import { type Corner, cellAt, gridCells, learnsPlace } from '../spec/placing.ts';
import { predictRange, predictThrough } from './evaluate.ts';
import type { Run } from './run.ts';
import { answerOf, cornerOf } from './testImage.ts';

export interface PairEvaluation {
  examples: number;
  /** Share of the images whose cell the localiser names. */
  cells: number;
  /** Share that the classifier gets right where the localiser sends it, where the image is, and in the canvas's middle. */
  found: number;
  placed: number;
  middle: number;
}

const largest = (row: Float32Array): number => row.indexOf(Math.max(...row));

/** Evaluates both on the first `limit` test images; throws "pair.target" where the first does not learn places. */
export async function evaluatePair(
  localiser: Run,
  classifier: Run,
  limit = Number.POSITIVE_INFINITY,
): Promise<PairEvaluation> {
  if (!learnsPlace(localiser.training) || learnsPlace(classifier.training))
    throw new EngineError('pair.target');
  const examples = Math.min(limit, localiser.dataset.test.count);
  const all = Array.from({ length: examples }, (_, example) => example);
  const cells = (await predictRange(localiser, 0, examples)).map(largest);
  const looks = all.map((example) => cornersOf(localiser, classifier, example, cells[example]));
  const right = async (corners: readonly Corner[]) => {
    const labels = (await predictThrough(classifier, corners)).map(largest);
    return share(all, (example) => labels[example] === answerOf(classifier, 'test', example));
  };
  return {
    examples,
    cells: share(all, (example) => cells[example] === answerOf(localiser, 'test', example)),
    found: await right(looks.map(({ found }) => found)),
    placed: await right(looks.map(({ placed }) => placed)),
    middle: await right(looks.map(({ middle }) => middle)),
  };
}

const share = (examples: readonly number[], test: (example: number) => boolean): number =>
  examples.filter(test).length / examples.length;

/** First pixel, in the image, of what the classifier sees when it takes the image to lie at each of three places. */
function cornersOf(localiser: Run, classifier: Run, example: number, cell: number) {
  const { shape } = localiser.dataset.info;
  const canvas = localiser.network.input;
  const view = classifier.network.input;
  const { top, left } = cornerOf(localiser, example);
  const at = (down: number, right: number): Corner => ({
    top: down + top + middleOf(view.height, shape.height),
    left: right + left + middleOf(view.width, shape.width),
  });
  const [roomDown, roomRight] = [roomOf(canvas.height, shape.height), roomOf(canvas.width, shape.width)];
  const { row, column } = cellAt(cell);
  return {
    found: at(middleOfCell(row, roomDown, gridCells), middleOfCell(column, roomRight, gridCells)),
    placed: at(-top, -left),
    middle: at(Math.floor(roomDown / 2), Math.floor(roomRight / 2)),
  };
}
