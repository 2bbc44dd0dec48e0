// One training chart as a picture: where every line, tick, mark and label goes, in pixels. Pure; what it
// paints with, and who moves the cursor, it does not know.
import { scaleLinear, scaleLog } from 'd3';
import { type Curve, curveVertices, nearest, type Vertices } from './curves.ts';
import type { Domain } from './domains.ts';
import { axisStep, count } from './format.ts';

export interface ChartInput {
  width: number;
  height: number;
  /** Size of axis type in pixels; margins grow with it. */
  type: number;
  steps: Domain;
  values: Domain;
  log: boolean;
  /** The text of a value tick; `step` is the distance to the next one. */
  tickText(value: number, step: number): string;
  raw: Curve;
  smooth: Curve;
  /** Partial evaluations, joined by a line. */
  test: Curve;
  /** Evaluations on the whole split, drawn as rings. */
  whole: Curve;
  /** Losses of auxiliary heads, drawn thin. */
  heads: readonly Curve[];
  changes: readonly { step: number; text: string }[];
  checkpoints: readonly number[];
  cursor: number | null;
  /** A range being dragged, as steps. */
  selection: Domain | null;
  chance: { value: number; text: string } | null;
}

export interface Tick {
  at: number;
  text: string;
}

export interface ChartPicture {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  yTicks: Tick[];
  xTicks: Tick[];
  raw: Vertices;
  smooth: Vertices;
  test: Vertices;
  rings: Vertices;
  heads: Vertices[];
  changes: { x: number; text: string }[];
  checkpoints: number[];
  /** The cursor's line, the middle of its label, and where it meets the curves. */
  cursor: { x: number; label: number; text: string; train: number | null; test: number | null } | null;
  selection: readonly [number, number] | null;
  chance: { y: number; text: string; below: boolean } | null;
}

/** Room around the plot for axis type of a given size. */
export const chartMargins = (type: number) => {
  const unit = type / 10.5;
  return { left: Math.round(34 * unit), right: 8, top: 8, bottom: Math.round(22 * unit) };
};

/** The step under a pixel of a chart. */
export function stepAt(x: number, width: number, type: number, steps: Domain): number {
  const { left, right } = chartMargins(type);
  const share = (x - left) / Math.max(1, width - left - right);
  return steps[0] + Math.max(0, Math.min(1, share)) * (steps[1] - steps[0]);
}

/** The pixel at which a step stands, inside the plot or beyond it. */
export function placeOf(step: number, width: number, type: number, steps: Domain): number {
  const { left, right } = chartMargins(type);
  return left + ((step - steps[0]) / (steps[1] - steps[0])) * (width - left - right);
}

const crisp = (value: number): number => Math.round(value) + 0.5;

export function chartPicture(input: ChartInput): ChartPicture {
  const { width, height, type, steps, values, cursor } = input;
  const m = chartMargins(type);
  const [right, bottom] = [width - m.right, height - m.bottom];
  const x = scaleLinear([steps[0], steps[1]], [m.left, right]);
  const y = (input.log ? scaleLog : scaleLinear)([values[0], values[1]], [bottom, m.top]);
  const draw = (curve: Curve) => curveVertices(curve, x, y, steps);
  const inside = (step: number) => step >= steps[0] && step <= steps[1];
  const unit = type / 10.5;
  const cursorX = cursor !== null && inside(cursor) ? crisp(x(cursor) - 0.5) : null;
  // The label stays on the canvas; tick labels that it would cover are left out.
  const halfLabel = 24 * unit;
  const label = Math.max(m.left, Math.min(width - halfLabel, cursorX ?? 0));
  const valueAt = (curve: Curve): number | null => {
    const at = nearest(curve.steps, curve.length, cursor ?? 0);
    return at < 0 || !Number.isFinite(curve.values[at]) ? null : y(curve.values[at]);
  };
  return {
    width,
    height,
    left: m.left,
    right,
    top: m.top,
    bottom,
    yTicks: yTicksOf(input).map((value, _, all) => ({
      at: y(value),
      // On a logarithmic axis the decimals are those of the value itself.
      text: input.tickText(value, input.log || all.length < 2 ? value : all[1] - all[0]),
    })),
    xTicks: x.ticks(width < 270 * unit ? 4 : 5).map((step) => ({
      at: x(step),
      text: cursorX !== null && Math.abs(x(step) - label) < halfLabel + 10 * unit ? '' : axisStep(step),
    })),
    raw: draw(input.raw),
    smooth: draw(input.smooth),
    test: draw(input.test),
    rings: draw(input.whole),
    heads: input.heads.map(draw),
    changes: input.changes
      .filter(({ step }) => inside(step))
      .map(({ step, text }) => ({ x: crisp(x(step) - 0.5), text })),
    checkpoints: input.checkpoints.filter(inside).map(x),
    cursor:
      cursorX === null
        ? null
        : {
            x: cursorX,
            label,
            text: count(cursor!),
            train: valueAt(input.smooth),
            test: valueAt(joined(input)),
          },
    selection: input.selection && [x(input.selection[0]), x(input.selection[1])],
    chance: input.chance && {
      y: y(input.chance.value),
      text: input.chance.text,
      below: y(input.chance.value) < (m.top + bottom) / 2,
    },
  };
}

/** Partial evaluations, or the whole ones where there are no others. */
const joined = (input: ChartInput): Curve => (input.test.length > 0 ? input.test : input.whole);

/** Least distance between two labels of the value axis, in heights of their type. */
const tickGap = 1.45;

function yTicksOf({ values, log, height, type }: ChartInput): number[] {
  if (!log) {
    const { top, bottom } = chartMargins(type);
    const most = (height - top - bottom) / (tickGap * type);
    const linear = scaleLinear([...values], [0, 1]);
    const fitting = [5, 4, 3].map((about) => linear.ticks(about)).find((ticks) => ticks.length - 1 <= most);
    return fitting ?? linear.ticks(2);
  }
  const ticks = scaleLog([...values], [0, 1]).ticks(5);
  const round = ticks.filter((tick) => [1, 2, 5].includes(Number(tick.toExponential().split('e')[0])));
  return round.length > 7 ? round.filter((tick) => tick.toExponential().startsWith('1e')) : round;
}
