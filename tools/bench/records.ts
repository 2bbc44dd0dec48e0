// What the bench measures, as data: one JSON object a line. Tables are made from these and from nothing
// else. Records of one section come from one run of interleaved windows and are replaced together.

interface Measured {
  /** What was measured together: "training M1 32", "kernels", "scaling batch". */
  section: string;
}

/** How and where a section was measured. */
export interface Conditions extends Measured {
  kind: 'conditions';
  /** YYYY-MM-DD */
  date: string;
  browser: string;
  machine: string;
  windows: number;
  windowSeconds: number;
}

export interface TrainingRecord extends Measured {
  kind: 'training';
  net: string;
  batch: number;
  trainer: string;
  ours: boolean;
  /** False outside the browser, for trainers that are there to compare and not to be best of. */
  inBrowser: boolean;
  flopsPerImage: number;
  /** Missing where there is only a note. */
  imagesPerSecond?: number;
  /** (slowest - fastest) / median of the windows. */
  spread?: number;
  /** Largest relative difference of the first losses from the median over the trainers. */
  lossDifference?: number;
  /** What went wrong, or where the figure comes from. */
  note?: string;
}

export interface KernelRecord extends Measured {
  kind: 'kernel';
  engine: string;
  op: string;
  shape: string;
  gigaflops?: number;
  /** Of the fastest window: what disturbs a window makes it slower, and the peak is a best one too. */
  best?: number;
  note?: string;
}

/** The most that an engine's device can do. */
export interface PeakRecord extends Measured {
  kind: 'peak';
  engine: string;
  gigaflops: number;
}

export interface ScalingRecord extends Measured {
  kind: 'scaling';
  axis: string;
  value: string;
  engine: string;
  imagesPerSecond?: number;
  gigaflops?: number;
  note?: string;
}

export type BenchRecord = Conditions | TrainingRecord | KernelRecord | PeakRecord | ScalingRecord;

export const toLines = (records: readonly BenchRecord[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

export const fromLines = (text: string): BenchRecord[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as BenchRecord);

/** Old records without the sections that were measured again, and those. */
export function replaceSections(old: readonly BenchRecord[], fresh: readonly BenchRecord[]): BenchRecord[] {
  const again = new Set(fresh.map(({ section }) => section));
  return [...old.filter(({ section }) => !again.has(section)), ...fresh].toSorted((a, b) =>
    a.section.localeCompare(b.section, 'en', { numeric: true }),
  );
}
