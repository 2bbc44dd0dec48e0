// Which way of a matrix product is the fastest on this device: all ways are timed on the very tensors of a
// program before it first runs, and the choice is remembered for the device and the shape.

import type { Progress } from '../backend.ts';
import type { Way } from './kernels/kernel.ts';
import { type RecordedCall, Recording } from './program.ts';
import { timeCalls } from './timing.ts';

/** Choices by shape. */
export type Choices = Readonly<Record<string, Way>>;

/** Keeps the choices of a device from one visit to the next. */
export interface TuneMemory {
  read(device: string): Promise<Choices | undefined>;
  write(device: string, choices: Choices): Promise<void>;
}

/** A product whose fastest way is not known yet, with the call in each way. */
export interface Candidate {
  key: string;
  ways: ReadonlyMap<Way, RecordedCall>;
}

/** A first round shorter than this is repeated, the best of the rounds counting: short times are uncertain. */
const roundMilliseconds = 100;
const moreRounds = 2;

export class Tuner {
  private readonly choices: Promise<Map<string, Way>>;
  /** Timings take turns, so that they do not disturb each other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly device: GPUDevice,
    private readonly name: string,
    private readonly memory?: TuneMemory,
    private readonly onProgress: (progress: Progress) => void = () => {},
  ) {
    this.choices = Promise.resolve(memory?.read(name)).then(
      (known) => new Map(Object.entries(known ?? {})),
      () => new Map(),
    );
  }

  async known(key: string): Promise<Way | undefined> {
    return (await this.choices).get(key);
  }

  /** Times the ways of the candidates; `known` then tells the fastest. */
  learn(candidates: readonly Candidate[]): Promise<void> {
    const done = this.turn.then(() => this.measure(candidates));
    this.turn = done.catch(() => {});
    return done;
  }

  private async measure(candidates: readonly Candidate[]): Promise<void> {
    const choices = await this.choices;
    const unknown = candidates.filter(({ key }) => !choices.has(key));
    const trials = unknown.flatMap(({ key, ways }) => [...ways].map(([way, call]) => ({ key, way, call })));
    if (trials.length === 0) return;
    const total = trials.length;
    this.onProgress({ doing: 'time', done: 0, total });
    const best = await this.timesOf(new Recording(trials.map(({ call }) => call))).finally(() =>
      this.onProgress({ doing: 'time', done: total, total }),
    );
    const fastest = new Map<string, number>();
    for (const [i, { key, way }] of trials.entries())
      if (best[i] < (fastest.get(key) ?? Number.POSITIVE_INFINITY)) {
        fastest.set(key, best[i]);
        choices.set(key, way);
      }
    // A browser that keeps nothing only has to time again.
    await this.memory?.write(this.name, Object.fromEntries(choices)).catch(() => {});
  }

  /** The best time of each call. */
  private async timesOf(program: Recording): Promise<number[]> {
    let best = await timeCalls(this.device, program);
    const round = best.reduce((sum, time) => sum + time, 0);
    for (let more = 0; round < roundMilliseconds && more < moreRounds; more++) {
      const times = await timeCalls(this.device, program);
      best = best.map((time, i) => Math.min(time, times[i]));
    }
    return best;
  }
}
