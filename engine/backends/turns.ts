// How an engine that computes on its own thread lets other work have its turn: counted over calls, since
// those of a small net are short.

/** Longest that other work is kept waiting, the present piece of work apart. */
const turnMilliseconds = 20;

export class Turns {
  private last = performance.now();

  /** `give` resolves when other work has had its turn; without it nothing ever has to wait for one. */
  constructor(private readonly give?: () => Promise<void>) {}

  /** Whether other work has waited long enough; then `pass` is to be awaited. */
  get due(): boolean {
    return this.give !== undefined && performance.now() - this.last > turnMilliseconds;
  }

  async pass(): Promise<void> {
    await this.give?.();
    this.last = performance.now();
  }
}
