// The leader's side of the threads: gathers helpers, tells them programs, orders runs, meets them after each
// phase. A team of one is no more than the leader.
import { EngineError } from '../../../spec/messages.ts';
import { command, controlWord, controlWords, type SharedPhase, type ToHelper } from './control.ts';
import { gather } from './gather.ts';
import { Meeting } from './meeting.ts';
import { within } from './within.ts';

/** A helping thread as the leader sees it. */
export interface HelperThread {
  post(message: ToHelper): void;
  /** Calls `heard` for each answer, `failed` when the thread ends by a mistake; whoever listens last is called. */
  listen(heard: () => void, failed: (reason: string) => void): void;
  end(): void;
}

/** How many helping threads there may be, and how one is started. */
export interface Helpers {
  /** One fewer for each that has died, so that what kills them is not repeated for ever. */
  count: number;
  start(): HelperThread;
  /** Milliseconds after which a helper that has not come is done without. */
  patience: number;
}

/** A helper that came and is then missed for so long never will come: the device is given up. */
const patienceMilliseconds = 30_000;

export class Team {
  /** Threads that compute, the leader included. */
  readonly threads: number;
  /** Resolves with the reason when a thread has died. */
  readonly lost: Promise<string>;
  private readonly control: Int32Array;
  private readonly meeting: Meeting;
  private lose!: (reason: string) => void;
  private lostReason: string | null = null;
  /** Called when all helpers have answered what they were told last. */
  private answered: (() => void) | null = null;
  private answers = 0;
  private programs = 0;

  /** Starts as many helpers as there may be, and goes on with those that come. */
  static async start(memory: WebAssembly.Memory, helpers: Helpers | undefined): Promise<Team> {
    const team = new Team(helpers ? await gather(helpers) : [], () => helpers!.count--);
    const { threads } = team;
    const control = team.control.buffer as SharedArrayBuffer;
    await team.tell((thread) => ({ type: 'join', memory, control, thread, threads }));
    return team.lostReason === null ? team : new Team([]);
  }

  private constructor(
    private helpers: readonly HelperThread[],
    died = () => {},
  ) {
    this.threads = helpers.length + 1;
    // A leader alone shares nothing; pages that are not isolated have nothing to share with.
    const bytes = 4 * controlWords;
    this.control = new Int32Array(this.threads > 1 ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    this.meeting = new Meeting(this.control, this.threads);
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
    for (const helper of helpers)
      helper.listen(
        () => this.hear(),
        (reason) => {
          died();
          this.fail(reason);
        },
      );
  }

  private hear(): void {
    this.answers++;
    if (this.answers === this.helpers.length) this.answered?.();
  }

  /** Tells each helper something while they listen; resolves when all have answered, or the team is given up. */
  private async tell(message: (thread: number) => ToHelper): Promise<void> {
    if (this.helpers.length === 0) return;
    this.answers = 0;
    const answered = new Promise<void>((resolve) => {
      this.answered = resolve;
    });
    for (const [index, helper] of this.helpers.entries()) helper.post(message(index + 1));
    if (!(await within(answered, patienceMilliseconds))) this.fail('a thread does not answer');
  }

  private order(what: number): void {
    Atomics.store(this.control, controlWord.command, what);
    Atomics.add(this.control, controlWord.order, 1);
    Atomics.notify(this.control, controlWord.order);
  }

  /** Hands a program to all threads, by call and phase; returns its number. Not while one runs. */
  async load(calls: readonly (readonly (SharedPhase | null)[])[]): Promise<number> {
    const program = this.programs++;
    this.order(command.listen);
    await this.tell(() => ({ type: 'load', program, calls }));
    this.check();
    return program;
  }

  /** Lets go of programs. Not while one runs. */
  async forget(programs: readonly number[]): Promise<void> {
    this.order(command.listen);
    await this.tell(() => ({ type: 'forget', programs }));
  }

  /** Starts the calls `from`..`to` of a program on the helpers, `times` times; there must be a phase in them. */
  begin(program: number, times: number, from: number, to: number): void {
    this.check();
    for (const [name, value] of Object.entries({ program, times, from, to }))
      Atomics.store(this.control, controlWord[name as keyof typeof controlWord], value);
    this.order(command.run);
  }

  /** Waits until all threads have done their part of a phase; throws EngineError "backend.lost". */
  meet(): void {
    if (!this.meeting.meet(patienceMilliseconds)) this.fail('a thread stopped');
    this.check();
  }

  /** Gives the team up, for a mistake of any thread: the others stop at the meeting they wait in. */
  fail(reason: string): void {
    this.lostReason ??= reason;
    this.meeting.fail();
    this.lose(this.lostReason);
    this.end();
  }

  /** Throws EngineError "backend.lost" if the team was given up. */
  check(): void {
    if (this.lostReason !== null) throw new EngineError('backend.lost', { reason: this.lostReason });
  }

  end(): void {
    for (const helper of this.helpers) helper.end();
    this.helpers = [];
    this.answered?.();
  }
}
