// Snapshots held in memory, to go back to and to recover from. A few are kept, spread over the run, within
// a budget of bytes.
import { isFiniteSnapshot, type Snapshot, snapshotBytes } from './snapshot.ts';

const mostKept = 8;
const mostBytes = 256 * 2 ** 20;

export class Checkpoints {
  private kept: Snapshot[] = [];

  get steps(): number[] {
    return this.kept.map((one) => one.step);
  }

  get last(): Snapshot | undefined {
    return this.kept.at(-1);
  }

  at(step: number): Snapshot | undefined {
    return this.kept.find((one) => one.step === step);
  }

  /**
   * Keeps a snapshot, unless it holds a value that is not finite: nobody wants to go back to that. The newest
   * is always kept, and what goes first is what lies closest to another.
   */
  add(snapshot: Snapshot): void {
    if (!isFiniteSnapshot(snapshot)) return;
    this.kept = [...this.kept.filter((one) => one.step < snapshot.step), snapshot];
    while (this.kept.length > 1 && this.isTooMuch()) {
      const gaps = this.kept.slice(0, -1).map((one, i) => this.kept[i + 1].step - one.step);
      this.kept.splice(gaps.indexOf(Math.min(...gaps)), 1);
    }
  }

  private isTooMuch(): boolean {
    return (
      this.kept.length > mostKept || this.kept.reduce((sum, one) => sum + snapshotBytes(one), 0) > mostBytes
    );
  }

  dropAfter(step: number): void {
    this.kept = this.kept.filter((one) => one.step <= step);
  }

  clear(): void {
    this.kept = [];
  }
}
