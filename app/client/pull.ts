// Pulling tensors: one request in flight, not faster than a rate, only while somebody can see the answer.
// Knows nothing of React or of what is asked for.

export interface Timers {
  now(): number;
  /** Calls back after some milliseconds; returns a function that prevents it. */
  after(milliseconds: number, run: () => void): () => void;
}

const pageTimers: Timers = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const id = setTimeout(run, milliseconds);
    return () => clearTimeout(id);
  },
};

export interface PullState {
  /** Whether anybody sees the panel; nothing is asked otherwise. */
  visible: boolean;
  /** Whether values change by themselves, so that asking again and again makes sense. */
  live: boolean;
  /** Milliseconds from one live request to the next. */
  interval: number;
}

/** Least milliseconds between requests that a person's actions ask for. */
const leastGap = 60;

export class Pull<T> {
  private state: PullState = { visible: false, live: false, interval: 250 };
  private asked = false;
  /** Grows when what was asked for is no longer wanted; replies of an older one are dropped. */
  private version = 0;
  private inFlight = false;
  private started = Number.NEGATIVE_INFINITY;
  private delivered = Number.NEGATIVE_INFINITY;
  private cancelTimer: (() => void) | null = null;
  private disposed = false;

  constructor(
    private readonly fetch: () => Promise<T>,
    private readonly deliver: (value: T) => void,
    private readonly fail: (error: unknown) => void,
    private readonly timers: Timers = pageTimers,
  ) {}

  set(patch: Partial<PullState>): void {
    const before = this.state;
    this.state = { ...before, ...patch };
    // What was asked for while nobody looked may be old by now.
    if (this.state.visible && !before.visible) this.asked = true;
    if (this.state.live && !(before.live && before.visible)) this.delivered = this.timers.now();
    this.schedule();
  }

  /** Wants an answer to a request made from now on; one in flight is dropped when it comes. */
  ask(): void {
    this.version++;
    this.asked = true;
    this.schedule();
  }

  /** Milliseconds since the last answer while live and seen, else 0. */
  behind(): number {
    const { live, visible } = this.state;
    return live && visible ? this.timers.now() - this.delivered : 0;
  }

  dispose(): void {
    this.disposed = true;
    this.cancelTimer?.();
  }

  private schedule(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    const { visible, live, interval } = this.state;
    if (this.disposed || this.inFlight || !visible || !(live || this.asked)) return;
    const gap = this.asked ? Math.min(leastGap, interval) : interval;
    const wait = this.started + gap - this.timers.now();
    if (wait > 0) this.cancelTimer = this.timers.after(wait, () => this.start());
    else this.start();
  }

  private async start(): Promise<void> {
    this.cancelTimer = null;
    this.inFlight = true;
    this.asked = false;
    this.started = this.timers.now();
    const version = this.version;
    try {
      const value = await this.fetch();
      if (this.disposed) return;
      if (version === this.version) {
        this.delivered = this.timers.now();
        this.deliver(value);
      }
    } catch (error) {
      if (!this.disposed && version === this.version) this.fail(error);
    } finally {
      this.inFlight = false;
      this.schedule();
    }
  }
}
