// The latest look inside the running net, outside React: tensors stay here and go to canvases; components
// read the figures that they print. Also holds the scales of the pictures and the count of dead units.
import { useSyncExternalStore } from 'react';
import type { InspectReply, TensorReply } from '../../../engine/worker/protocol.ts';
import { HeldScale } from '../../draw/heldScale.ts';
import { channelMaxima, relativeChange, type Summary, scaleOf, summarise } from '../../draw/statistics.ts';
import type { InsideMode } from '../../store/view.ts';
import { DeadUnits } from './deadUnits.ts';
import type { LayerView } from './layerView.ts';

export type ShownView = LayerView & { mode: InsideMode };

/** A tensor with the scale that its pictures are drawn with. */
export interface Shown {
  tensor: TensorReply;
  summary: Summary;
  scale: number;
}

export interface Frame {
  view: ShownView;
  reply: InspectReply;
  example: number;
  maps: Shown | null;
  filters: Shown | null;
  /** How much the weights have changed since an earlier look, over how many steps. */
  change: { ratio: number; steps: number } | null;
}

/** Pictures of few values are drawn over all of them; of many, nearly all. */
const fewValues = 2000;

export class FrameStore {
  frame: Frame | null = null;
  error: unknown = null;
  dead = new DeadUnits();
  private deadOf = '';
  private mapScale = new HeldScale();
  private filterScale = new HeldScale();
  private readonly listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** Takes in an answer; `settle` lets the scales follow at once. */
  take(view: ShownView, example: number, reply: InspectReply, settle: boolean): void {
    const before = this.frame;
    const same = before?.view.id === view.id && before.view.mode === view.mode;
    const sameImage = same && before.example === example;
    const find = (name: string | undefined) => reply.tensors.find((tensor) => tensor.name === name) ?? null;
    const shown = (tensor: TensorReply | null, held: HeldScale, now: boolean): Shown | null => {
      if (!tensor) return null;
      const summary = summarise(tensor.data);
      const wanted =
        view.id === 'softmax'
          ? 1
          : tensor.data.length > fewValues
            ? scaleOf(tensor.data, summary.peak)
            : summary.peak;
      return { tensor, summary, scale: held.update(wanted, performance.now(), now) };
    };
    const filters = shown(find(view.filters?.tensor), this.filterScale, settle || !same);
    const maps = shown(find(view.maps?.tensor), this.mapScale, settle || !sameImage);
    this.error = null;
    this.frame = {
      view,
      reply,
      example,
      filters,
      maps,
      change: this.changeSince(before, same, filters, reply),
    };
    this.changed();
  }

  private changeSince(before: Frame | null, same: boolean, filters: Shown | null, reply: InspectReply) {
    if (!same || !before?.filters || !filters || before.view.mode === 'gradients') return null;
    const steps = reply.step - before.reply.step;
    if (steps === 0) return before.change;
    if (steps < 0 || reply.generation !== before.reply.generation) return null;
    const ratio = relativeChange(before.filters.tensor.data, filters.tensor.data);
    return ratio === null ? null : { ratio, steps };
  }

  /** Takes in one more image of the search for dead units in `layer`. */
  takeDead(layer: string, units: number, example: number, reply: InspectReply): void {
    const tensor = reply.tensors[0];
    this.deadFor(layer).add(example, channelMaxima(tensor.data, units), reply.step);
    this.changed();
  }

  /** The search in `layer`; asking for another layer or run starts it anew. */
  deadFor(layer: string): DeadUnits {
    if (layer !== this.deadOf) {
      this.deadOf = layer;
      this.dead = new DeadUnits();
    }
    return this.dead;
  }

  fail(error: unknown): void {
    this.error = error;
    this.changed();
  }

  /** Forgets what was seen of another net. */
  clear(): void {
    this.frame = null;
    this.error = null;
    this.changed();
  }
}

/** Whether a frame is of the layer and the mode that a view shows. */
export const shows = (frame: Frame | null, view: ShownView): frame is Frame =>
  frame !== null && frame.view.id === view.id && frame.view.mode === view.mode;

/** One figure of the latest frame; the component renders again only when it changes. */
export const useFrame = <T extends string | number | boolean | null>(
  store: FrameStore,
  select: (frame: Frame | null) => T,
): T =>
  useSyncExternalStore(
    (changed) => store.subscribe(changed),
    () => select(store.frame),
  );

/** As `useFrame`, of a frame that shows `view`: null is given to `select` until there is one. */
export const useFrameOf = <T extends string | number | boolean | null>(
  store: FrameStore,
  view: ShownView,
  select: (frame: Frame | null) => T,
): T => useFrame(store, (frame) => select(shows(frame, view) ? frame : null));
