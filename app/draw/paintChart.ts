// Paints a chart picture on a canvas, back to front. Where things go was decided in chartPicture.ts.
import type { ChartPicture, Tick } from './chartPicture.ts';
import type { Vertices } from './curves.ts';
import type { Theme } from './theme.ts';

type Context = CanvasRenderingContext2D;

function line(context: Context, vertices: Vertices, colour: string, width: number): void {
  context.beginPath();
  for (let i = 0; i < vertices.length; i += 2) context.lineTo(vertices[i], vertices[i + 1]);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}

function segment(
  context: Context,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  dash: number[] = [],
): void {
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.setLineDash([]);
}

/** Text on a halo of the page's colour, so that lines behind it do not cross it. */
function haloText(context: Context, text: string, x: number, y: number, { ink }: Theme): void {
  context.strokeStyle = ink.bg;
  context.lineWidth = 3;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function paintAxes(context: Context, picture: ChartPicture, { ink, axisType }: Theme): void {
  const { left, right, bottom } = picture;
  context.lineWidth = 1;
  context.strokeStyle = ink.grid;
  context.fillStyle = ink['ink-3'];
  context.textAlign = 'end';
  for (const { at, text } of picture.yTicks) {
    const y = Math.round(at) + 0.5;
    segment(context, left, y, right, y);
    context.fillText(text, left - 4, at + axisType * 0.37);
  }
  context.strokeStyle = ink.axis;
  segment(context, left, bottom + 0.5, right, bottom + 0.5);
  context.textAlign = 'center';
  const tick = ({ at, text }: Tick) => {
    segment(context, Math.round(at) + 0.5, bottom, Math.round(at) + 0.5, bottom + 4);
    const reach = context.measureText(text).width / 2;
    context.fillText(text, Math.min(at, picture.width - reach), bottom + 5 + axisType);
  };
  picture.xTicks.forEach(tick);
}

function paintCurves(context: Context, picture: ChartPicture, { ink }: Theme): void {
  const { left, right, top, bottom, rings } = picture;
  context.save();
  context.beginPath();
  context.rect(left, top - 4, right - left + 5, bottom - top + 4);
  context.clip();
  line(context, picture.raw, ink['train-raw'], 1);
  for (const head of picture.heads) line(context, head, ink.train, 0.75);
  line(context, picture.smooth, ink.train, 1.5);
  line(context, picture.test, ink.test, 1.75);
  if (picture.test.length === 0) line(context, rings, ink.test, 1.75);
  context.fillStyle = ink.test;
  if (picture.test.length === 2) disc(context, picture.test[0], picture.test[1], 2, false);
  context.fillStyle = ink.bg;
  for (let i = 0; i < rings.length; i += 2) disc(context, rings[i], rings[i + 1], 3, true);
  context.restore();
}

function disc(context: Context, x: number, y: number, radius: number, ring: boolean): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  if (ring) context.stroke();
}

function paintMarks(context: Context, picture: ChartPicture, theme: Theme): void {
  const { top, bottom } = picture;
  const { ink, axisType } = theme;
  // A name stands right of its line, or left of it at the chart's end; one that would touch the last is left out.
  let taken = 0;
  context.textAlign = 'start';
  for (const { x, text } of picture.changes) {
    context.strokeStyle = ink.axis;
    context.lineWidth = 1;
    segment(context, x, top, x, bottom, [1, 3]);
    const wide = context.measureText(text).width;
    const start = x + 4 + wide > picture.width ? x - 4 - wide : x + 4;
    if (text === '' || start < taken) continue;
    taken = start + wide + 6;
    context.fillStyle = ink['ink-3'];
    haloText(context, text, start, top + axisType * 0.85, theme);
  }
  context.fillStyle = ink.axis;
  for (const x of picture.checkpoints) {
    context.beginPath();
    context.moveTo(x, bottom);
    context.lineTo(x - 3, bottom - 5);
    context.lineTo(x + 3, bottom - 5);
    context.fill();
  }
}

function paintCursor(context: Context, picture: ChartPicture, { ink, axisType }: Theme): void {
  const { cursor, top, bottom } = picture;
  if (!cursor) return;
  const { x } = cursor;
  context.strokeStyle = ink.cursor;
  context.lineWidth = 1;
  segment(context, x, top, x, bottom);
  context.strokeStyle = ink.bg;
  for (const [y, colour] of [
    [cursor.train, ink.train],
    [cursor.test, ink.test],
  ] as const) {
    if (y === null) continue;
    context.fillStyle = colour;
    disc(context, x, y, 3, true);
  }
  const width = context.measureText(cursor.text).width + 12;
  const middle = Math.min(picture.width - width / 2, cursor.label);
  context.fillStyle = ink.cursor;
  context.beginPath();
  context.roundRect(middle - width / 2, bottom + 5, width, axisType + 4, 2);
  context.fill();
  context.fillStyle = ink.bg;
  context.textAlign = 'center';
  context.fillText(cursor.text, middle, bottom + 5 + axisType);
}

/** Clears the canvas and paints; one unit of the context is one CSS pixel. */
export function paintChart(context: Context, picture: ChartPicture, theme: Theme): void {
  const { ink, axisFont, axisType } = theme;
  const { top, bottom, left, right, chance, selection } = picture;
  context.clearRect(0, 0, picture.width, picture.height);
  context.font = axisFont;
  context.textBaseline = 'alphabetic';
  if (selection) {
    context.fillStyle = ink['accent-soft'];
    context.fillRect(Math.min(...selection), top, Math.abs(selection[1] - selection[0]), bottom - top);
  }
  paintAxes(context, picture, theme);
  paintCurves(context, picture, theme);
  paintMarks(context, picture, theme);
  if (chance) {
    context.strokeStyle = ink.axis;
    context.lineWidth = 1;
    segment(context, left, Math.round(chance.y) + 0.5, right, Math.round(chance.y) + 0.5, [2, 3]);
    context.fillStyle = ink['ink-3'];
    context.textAlign = 'end';
    haloText(context, chance.text, right, chance.y + (chance.below ? axisType + 3 : -5), theme);
  }
  paintCursor(context, picture, theme);
}
