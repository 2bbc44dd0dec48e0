// What looks inside the present run: made when it is first asked for, counted from when its buffers are
// there, freed once the run has been replaced and what is being looked at has been answered.
import { Inspector } from '../inspect/inspector.ts';
import type { PlanBuffer } from '../plan/plan.ts';
import type { Run } from '../train/run.ts';

export class HeldInspector {
  private held: { run: Run; ready: Promise<Inspector>; made: Inspector | null } | null = null;

  constructor(private readonly onMade: () => void) {}

  /** Buffers that it has allocated. */
  get owned(): readonly PlanBuffer[] {
    return this.held?.made?.storage.owned ?? [];
  }

  /** The inspector of a run; that of another is let go. */
  of(run: Run): Promise<Inspector> {
    this.dropOthers(run);
    this.held ??= this.make(run);
    return this.held.ready;
  }

  private make(run: Run) {
    const held = { run, ready: Inspector.create(run), made: null as Inspector | null };
    void held.ready.then(
      (inspector) => {
        held.made = inspector;
        if (this.held === held) this.onMade();
      },
      () => {},
    );
    return held;
  }

  /** Lets go of what looks into any run but this one. */
  dropOthers(run: Run): void {
    if (this.held?.run !== run) this.drop();
  }

  drop(): void {
    void this.held?.ready.then(
      (inspector) => inspector.destroy(),
      () => {},
    );
    this.held = null;
  }
}
