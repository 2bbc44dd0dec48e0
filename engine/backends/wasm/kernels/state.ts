// Reads the counters and settings of a run where they lie in memory.
import { ringLength, runHyper, runState } from '../../../ops/runState.ts';
import { f32, type I32, i32, type Value } from '../emit/value.ts';

/** A word of the tensor "run.state", which begins at `state`. */
export const runStateAt = (state: I32, name: keyof typeof runState): Value<'i32'> =>
  i32.load(state, 4 * runState[name]);

/** A setting of the tensor "run.hyper", which begins at `hyper`. */
export const runHyperAt = (hyper: I32, name: keyof typeof runHyper): Value<'f32'> =>
  f32.load(hyper, 4 * runHyper[name]);

/** The entry of this step in a ring of floats. */
export const ringAt = (ring: I32, state: I32): Value<'f32'> =>
  f32.load(i32.add(ring, i32.mul(i32.rem_u(runStateAt(state, 'step'), ringLength), 4)));

/** The learning rate of this step, as the schedule has it. */
export const scheduledRate = ({ hyper, schedule, state }: Record<string, I32>): Value<'f32'> =>
  f32.mul(runHyperAt(hyper, 'learningRate'), ringAt(schedule, state));
