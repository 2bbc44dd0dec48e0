// What the net says of one image: its best guesses, and whether the first is right.
import type { PredictionsReply } from '../../../engine/worker/protocol.ts';
import { largest } from '../../draw/statistics.ts';

type Answer = PredictionsReply['images'][number];

export interface Guess {
  label: number;
  probability: number;
  /** hit: the true class. miss: the first guess, and wrong. */
  mark: 'hit' | 'miss' | 'other';
}

export interface Verdict {
  right: boolean;
  guesses: Guess[];
}

/** The best guesses of an answer, largest first. */
export function verdict(
  { label, probabilities }: Pick<Answer, 'label' | 'probabilities'>,
  guesses = 3,
): Verdict {
  const best = largest(probabilities, guesses);
  // After a run that broke down there are no probabilities, and nothing is right.
  const sound = Number.isFinite(probabilities[best[0]]);
  return {
    right: sound && best[0] === label,
    guesses: best.map((guess, i) => ({
      label: guess,
      probability: probabilities[guess],
      mark: !sound ? 'other' : guess === label ? 'hit' : i === 0 ? 'miss' : 'other',
    })),
  };
}
