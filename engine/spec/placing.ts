// Where images lie on a canvas larger than they are, and what a net learns of it: settings that decide how many classes
// a net tells apart. A place is learned as a class, the cell of a grid that it falls in, as the winners of Kaggle's
// right whale contest did (deepsense.io 2016), and not as a number.
import type { TrainingDocument } from './training.ts';

/** First pixel of the net's window, in pixels of the image. */
export interface Corner {
  top: number;
  left: number;
}

/** Cells along each axis of the grid. */
export const gridCells = 8;

type Placing = Pick<TrainingDocument, 'place' | 'target'>;

/** Whether an image lies anywhere on the canvas, and not in its middle. */
export const isScattered = ({ place }: Placing): boolean => place === 'random';

/** Whether the label of an image is the cell that it lies in. */
export const learnsPlace = (training: Placing): boolean =>
  isScattered(training) && training.target === 'place';

/** Classes that a net tells apart on data of so many. */
export const classesLearned = (training: Placing, dataClasses: number): number =>
  learnsPlace(training) ? gridCells ** 2 : dataClasses;

/** Row and column of a cell in the grid, from 0. */
export const cellAt = (cell: number): { row: number; column: number } => ({
  row: Math.floor(cell / gridCells),
  column: cell % gridCells,
});
