// How often a test image is looked at, each time a little differently, and what is averaged over the views.
import type { Shape } from './shape.ts';
import type { TrainingDocument } from './training.ts';

/** One look at an image: mirrored first or not, through a window so many pixels from its middle. */
export interface View {
  mirror: boolean;
  down: number;
  right: number;
  /** What lies outside the image is its mirror image; as in training where it is left out. */
  reflect?: boolean;
  /** Its share of the average; all shares add up to 1. */
  share: number;
}

export interface Views {
  views: readonly View[];
  average: 'probabilities' | 'logits';
  /** Whether what layers draw at random is drawn anew for each. */
  redraws?: boolean;
}

const middle: View = { mirror: false, down: 0, right: 0, share: 1 };

/** Each view and its mirror image, at half the share. */
const withMirrors = (views: readonly View[]): View[] =>
  [false, true].flatMap((mirror) => views.map((view) => ({ ...view, mirror, share: view.share / 2 })));

/** Views that are the same become one with the sum of their shares. */
function merged(views: readonly View[]): View[] {
  const byPlace = new Map<string, View>();
  for (const { share, ...place } of views) {
    const key = JSON.stringify(place);
    byPlace.set(key, { ...place, share: share + (byPlace.get(key)?.share ?? 0) });
  }
  return [...byPlace.values()];
}

/** How far the first and the last place of a window inside the image lie from its middle one. */
function ends(size: number, imageSize: number): [number, number] {
  const slack = Math.max(0, imageSize - size);
  const first = Math.floor(slack / 2);
  return [0 - first, slack - first];
}

/**
 * airbench6: the image and one pixel up left and down right of it, each mirrored too, logits averaged (Jordan, "94%
 * on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024). ten: four corners and the middle, each mirrored too
 * (Krizhevsky et al., 2012); a net that sees whole images has no corners, and looks at two views. redrawn12: the image
 * as it is, each time through other windows of fractional pools (Graham, "Fractional Max-Pooling", 2014).
 */
export function viewsOf(choice: TrainingDocument['testViews'], input: Shape, image: Shape): Views {
  switch (choice) {
    case 'one':
      return { views: [middle], average: 'probabilities' };
    case 'mirror':
      return { views: withMirrors([middle]), average: 'probabilities' };
    case 'redrawn12': {
      const views = Array.from({ length: 12 }, () => ({ ...middle, share: 1 / 12 }));
      return { views, average: 'probabilities', redraws: true };
    }
    case 'airbench6': {
      const moved = [-1, 1].map((by) => ({ ...middle, down: by, right: by, share: 1 / 4 }));
      const three = [{ ...middle, share: 1 / 2 }, ...moved].map((view) => ({ ...view, reflect: true }));
      return { views: withMirrors(three), average: 'logits' };
    }
    case 'ten': {
      const corners = ends(input.height, image.height).flatMap((down) =>
        ends(input.width, image.width).map((right) => ({ ...middle, down, right })),
      );
      const five = [middle, ...corners].map((view) => ({ ...view, share: 1 / 5 }));
      return { views: merged(withMirrors(five)), average: 'probabilities' };
    }
  }
}
