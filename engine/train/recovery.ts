// Where a loop stands still on a lost device, until its run is on another or cannot be.

export class Recovery {
  private waiting: (() => void) | null = null;
  /** Why the run could not leave the lost device. */
  private stranded: unknown;

  /** Resolves with undefined when the run has moved, or with why it cannot. */
  async outcome(): Promise<unknown> {
    if (this.stranded === undefined)
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    return this.stranded;
  }

  /** Tries to move the run, and lets the loop know; a failure is the caller's too. */
  async attempt(move: () => Promise<void>): Promise<void> {
    try {
      await move();
    } catch (error) {
      this.stranded = error;
      throw error;
    } finally {
      this.waiting?.();
      this.waiting = null;
    }
  }

  /** The run is on a device that works. */
  forget(): void {
    this.stranded = undefined;
  }
}
