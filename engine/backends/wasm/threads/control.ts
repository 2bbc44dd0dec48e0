// The few shared words by which threads agree on what to do next. One thread leads: it runs phases like the
// others, and alone gives orders. All threads run the same phases in the same order, each its part of every
// range, and meet after each phase.

/** Positions in the shared Int32Array. */
export const controlWord = {
  /** Grows by 1 with every order; helpers sleep on it. */
  order: 0,
  /** What the order is: one of `command`. */
  command: 1,
  /** To run: the number of the program, how often, and its calls `from`..`to`. */
  program: 2,
  times: 3,
  from: 4,
  to: 5,
  /** Threads that have come to the present meeting. */
  arrived: 6,
  /** Meetings that are over; threads that came early sleep on it. */
  met: 7,
  /** 1 when a thread cannot go on: the others stop at the next meeting. */
  failed: 8,
} as const;
export const controlWords = 16;

export const command = { run: 1, listen: 2 } as const;

/** A phase as every thread runs it; null where the leader works alone. */
export interface SharedPhase {
  module: WebAssembly.Module;
  entry: string;
  args: readonly number[];
  items: number;
}

/** What a helper is told while it listens. It says "ready" when it has come, and answers each with "ready". */
export type ToHelper =
  | { type: 'join'; memory: WebAssembly.Memory; control: SharedArrayBuffer; thread: number; threads: number }
  | { type: 'load'; program: number; calls: readonly (readonly (SharedPhase | null)[])[] }
  | { type: 'forget'; programs: readonly number[] };

/** First item of the part of a thread; that of the next thread ends it. */
export const firstItem = (items: number, thread: number, threads: number): number =>
  Math.floor((items * thread) / threads);
