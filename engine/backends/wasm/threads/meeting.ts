// Where threads wait for each other. Phases are short, so that a thread first looks again and again for some
// microseconds, and sleeps only then.
import { controlWord } from './control.ts';

const looks = 3000;

export class Meeting {
  /** Meetings this thread has been at; it is the same for all threads between two of them. */
  private turn: number;

  constructor(
    private readonly control: Int32Array,
    private readonly threads: number,
  ) {
    this.turn = Atomics.load(control, controlWord.met);
  }

  /** Returns true when all threads have come; false if one cannot, or is still missing after `patience` ms. */
  meet(patience = Number.POSITIVE_INFINITY): boolean {
    const { control, threads } = this;
    if (threads === 1) return true;
    const before = this.turn;
    this.turn = (before + 1) | 0;
    if (Atomics.add(control, controlWord.arrived, 1) === threads - 1) {
      Atomics.store(control, controlWord.arrived, 0);
      Atomics.store(control, controlWord.met, this.turn);
      Atomics.notify(control, controlWord.met);
    } else if (!this.wait(before, patience)) return false;
    return Atomics.load(control, controlWord.failed) === 0;
  }

  private wait(before: number, patience: number): boolean {
    const { control } = this;
    for (let look = 0; look < looks; look++)
      if (Atomics.load(control, controlWord.met) !== before) return true;
    while (Atomics.load(control, controlWord.met) === before)
      if (Atomics.wait(control, controlWord.met, before, patience) === 'timed-out') return false;
    return true;
  }

  /** Lets all others go, and tells them that it is over. */
  fail(): void {
    Atomics.store(this.control, controlWord.failed, 1);
    Atomics.add(this.control, controlWord.met, 1);
    Atomics.notify(this.control, controlWord.met);
  }
}
