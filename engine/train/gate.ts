// Where a loop can be held still: others ask for the gate, wait until the loop has come to it, do their
// work on what the loop uses, and let it go on. Askers take turns.
import { Lock } from './lock.ts';

export class Gate {
  private readonly askers = new Lock();
  private closed: Promise<void> | null = null;
  private atGate = true;
  private arrived: (() => void) | null = null;

  /** True while somebody waits for the loop or works. */
  get wanted(): boolean {
    return this.closed !== null;
  }

  /** The loop begins to run: from now on the gate must be waited for. */
  leave(): void {
    this.atGate = false;
  }

  /** The loop has ended, or can do nothing until others have worked: it counts as being at the gate. */
  arrive(): void {
    this.atGate = true;
    this.arrived?.();
  }

  /** The loop passes here between two rounds; it is held while others work. */
  async pass(): Promise<void> {
    if (!this.closed) return;
    this.arrive();
    while (this.closed) await this.closed;
    this.leave();
  }

  /** Runs `work` while the loop is held, one asker after the other. */
  holding<T>(work: () => Promise<T>): Promise<T> {
    return this.askers.exclusive(async () => {
      let open = () => {};
      this.closed = new Promise((resolve) => {
        open = resolve;
      });
      try {
        if (!this.atGate)
          await new Promise<void>((resolve) => {
            this.arrived = resolve;
          });
        return await work();
      } finally {
        this.arrived = null;
        this.closed = null;
        open();
      }
    });
  }
}
