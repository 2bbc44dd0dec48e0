// A helping thread: it runs its part of every phase of a program whenever the leader orders it. Between
// orders it sleeps; to be told something it must be ordered to listen first.
import { command, controlWord, controlWords, firstItem, type SharedPhase, type ToHelper } from './control.ts';
import { Meeting } from './meeting.ts';

/** How a helper hears and answers, in a browser or in Node. */
export interface HelperSide {
  listen(hear: (message: ToHelper) => void): void;
  post(message: 'ready'): void;
}

type Part = (() => void) | null;

/** Serves the leader for ever, who starts and ends the thread; the first answer says that it has come. */
export function serve(side: HelperSide): void {
  let helper: Helper | null = null;
  side.listen((message) => {
    if (message.type === 'join') helper = new Helper(message);
    else helper!.take(message);
    side.post('ready');
    helper!.obey();
  });
  side.post('ready');
}

class Helper {
  private readonly control: Int32Array;
  private readonly meeting: Meeting;
  private readonly programs = new Map<number, readonly (readonly Part[])[]>();
  private order: number;

  constructor(private readonly team: Extract<ToHelper, { type: 'join' }>) {
    this.control = new Int32Array(team.control, 0, controlWords);
    this.meeting = new Meeting(this.control, team.threads);
    this.order = Atomics.load(this.control, controlWord.order);
  }

  take(message: Exclude<ToHelper, { type: 'join' }>): void {
    if (message.type === 'forget') for (const program of message.programs) this.programs.delete(program);
    else this.programs.set(message.program, this.bind(message.calls));
  }

  private bind(calls: readonly (readonly (SharedPhase | null)[])[]): Part[][] {
    const { memory, thread, threads } = this.team;
    const instances = new Map<WebAssembly.Module, WebAssembly.Exports>();
    const exportsOf = (module: WebAssembly.Module) => {
      const known = instances.get(module);
      if (known) return known;
      const { exports } = new WebAssembly.Instance(module, { engine: { memory } });
      instances.set(module, exports);
      return exports;
    };
    return calls.map((phases) =>
      phases.map((phase) => {
        if (!phase) return null;
        const from = firstItem(phase.items, thread, threads);
        const to = firstItem(phase.items, thread + 1, threads);
        const run = exportsOf(phase.module)[phase.entry] as (...args: readonly number[]) => void;
        const args = [...phase.args, from, to];
        return from < to ? () => run(...args) : null;
      }),
    );
  }

  /** Sleeps and runs until it is ordered to listen. */
  obey(): void {
    const { control } = this;
    for (;;) {
      Atomics.wait(control, controlWord.order, this.order);
      const order = Atomics.load(control, controlWord.order);
      if (order === this.order) continue;
      this.order = order;
      if (Atomics.load(control, controlWord.command) === command.listen) return;
      this.run();
    }
  }

  private run(): void {
    const read = (word: keyof typeof controlWord) => Atomics.load(this.control, controlWord[word]);
    const calls = this.programs.get(read('program'))!.slice(read('from'), read('to'));
    const times = read('times');
    try {
      for (let time = 0; time < times; time++)
        for (const parts of calls)
          for (const part of parts) {
            part?.();
            if (!this.meeting.meet()) return;
          }
    } catch {
      this.meeting.fail();
    }
  }
}
