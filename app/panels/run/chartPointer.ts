// What a pointer does on a chart: it reads values as it moves, a click pins the cursor, a drag shows a
// range, a double click shows all again. A click on a checkpoint's triangle pins exactly its step.
import type { ChartDrawer } from './chartDrawer.ts';

/** Pixels within which a checkpoint's triangle is hit, and beyond which a press is a drag. */
const reach = 7;

interface Hooks {
  pin(step: number | null): void;
  pinned(): number | null;
  checkpoints(): readonly number[];
}

export function followPointer(canvas: HTMLCanvasElement, drawer: ChartDrawer, hooks: Hooks): () => void {
  let pressed: { x: number; step: number } | null = null;

  const checkpointAt = (x: number, y: number): number | undefined =>
    y < canvas.clientHeight * 0.6
      ? undefined
      : hooks.checkpoints().find((step) => Math.abs(drawer.placeOf(canvas, step) - x) < reach);

  const move = ({ offsetX, offsetY }: PointerEvent) => {
    drawer.hover = drawer.data.empty ? null : drawer.stepUnder(canvas, offsetX);
    canvas.style.cursor = checkpointAt(offsetX, offsetY) === undefined ? 'crosshair' : 'pointer';
    if (pressed && Math.abs(offsetX - pressed.x) > reach && drawer.hover !== null)
      drawer.selection = [Math.min(pressed.step, drawer.hover), Math.max(pressed.step, drawer.hover)];
    drawer.request();
  };
  const leave = () => {
    if (pressed) return;
    drawer.hover = null;
    drawer.request();
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || drawer.data.empty) return;
    pressed = { x: event.offsetX, step: drawer.stepUnder(canvas, event.offsetX) };
    canvas.setPointerCapture(event.pointerId);
  };
  const up = ({ offsetX, offsetY, pointerType }: PointerEvent) => {
    if (!pressed) return;
    const { selection } = drawer;
    if (selection) {
      if (selection[1] > selection[0]) drawer.zoom = selection;
      drawer.selection = null;
    } else {
      const step = checkpointAt(offsetX, offsetY) ?? pressed.step;
      hooks.pin(hooks.pinned() === step ? null : step);
    }
    pressed = null;
    if (pointerType !== 'mouse') drawer.hover = null;
    drawer.request();
  };
  const cancel = () => {
    pressed = null;
    drawer.selection = null;
    drawer.hover = null;
    drawer.request();
  };
  const all = () => {
    drawer.zoom = null;
    hooks.pin(null);
    drawer.request();
  };

  const listeners = {
    pointermove: move,
    pointerleave: leave,
    pointerdown: down,
    pointerup: up,
    pointercancel: cancel,
    dblclick: all,
  };
  for (const [type, listener] of Object.entries(listeners))
    canvas.addEventListener(type, listener as EventListener);
  return () => {
    for (const [type, listener] of Object.entries(listeners))
      canvas.removeEventListener(type, listener as EventListener);
  };
}
