// Draws the two charts of the run outside React: whenever the history, the cursor, the options or a size
// has changed: ten times a second for what the run adds, thirty for what a person does. Both charts share
// cursor, range and selection.
import type { HistoryView } from '../../client/history.ts';
import { type ChartInput, chartPicture, placeOf, stepAt } from '../../draw/chartPicture.ts';
import { type Curve, nearest } from '../../draw/curves.ts';
import { type Domain, HeldDomain, stepDomain } from '../../draw/domains.ts';
import { paintChart } from '../../draw/paintChart.ts';
import type { Theme } from '../../draw/theme.ts';
import { ChartData, type Measure } from './chartData.ts';
import { lossRange } from './chartRange.ts';

/** The elements of one chart: where it is drawn, and where its values at the cursor are printed. */
export interface Pane {
  canvas: HTMLCanvasElement;
  train: HTMLElement;
  test: HTMLElement;
  /** Where losses of heads are printed; the chart of losses has it. */
  heads: HTMLElement | null;
}

export interface ChartOptions {
  smoothing: number;
  log: boolean;
  /** The pinned step, or null. */
  cursor: number | null;
  theme: Theme;
  tickText: Record<Measure, (value: number, step: number) => string>;
  valueText: Record<Measure, (value: number) => string>;
  /** What a net reaches that guesses. */
  chance: Record<Measure, { value: number; text: string }>;
  headsText(values: readonly string[]): string;
  changeText(change: HistoryView['changes'][number]): string;
}

export const measures: readonly Measure[] = ['loss', 'accuracy'];

/** Least time between two drawings: after a person's action, and after news of the run. */
const frameMilliseconds = { urgent: 1000 / 30 - 2, news: 100 };
/** What the step axis spans before the first step. */
const emptySteps: Domain = [0, 10_000];

export class ChartDrawer {
  readonly data = new ChartData();
  /** The step under the pointer, or null. */
  hover: number | null = null;
  /** The range of steps shown, or null for all. */
  zoom: Domain | null = null;
  selection: Domain | null = null;
  private options: ChartOptions | null = null;
  private readonly lossDomain = new HeldDomain();
  private readonly sizes = new Map<HTMLCanvasElement, { width: number; height: number }>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame = 0;
  private drawn = 0;
  /** When the next drawing is due; Infinity while none is wanted. */
  private due = Number.POSITIVE_INFINITY;
  private readonly resizes: ResizeObserver;
  private readonly stopListening: () => void;

  constructor(
    private readonly history: HistoryView & { subscribe(listener: () => void): () => void },
    private readonly panes: Record<Measure, Pane>,
  ) {
    this.stopListening = history.subscribe(() => this.schedule(frameMilliseconds.news));
    // Sizes are noted when they change: reading them while drawing would make the browser lay out again.
    this.resizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries)
        this.sizes.set(target as HTMLCanvasElement, { width: contentRect.width, height: contentRect.height });
      this.request();
    });
    for (const measure of measures) this.resizes.observe(panes[measure].canvas);
  }

  set(options: ChartOptions): void {
    if (options.log !== this.options?.log || options.chance.loss.value !== this.options.chance.loss.value)
      this.lossDomain.reset();
    this.options = options;
    this.request();
  }

  dispose(): void {
    this.stopListening();
    this.resizes.disconnect();
    this.cancel();
  }

  /** Draws at the next frame, at most thirty times a second. */
  request(): void {
    this.schedule(frameMilliseconds.urgent);
  }

  /** Draws as soon as `gap` milliseconds have gone by since the last time. */
  private schedule(gap: number): void {
    const due = this.drawn + gap;
    if (this.due <= due) return;
    this.cancel();
    this.due = due;
    const frame = () => {
      this.frame = requestAnimationFrame((now) => {
        this.due = Number.POSITIVE_INFINITY;
        this.drawn = now;
        this.draw(now);
      });
    };
    const wait = due - performance.now();
    if (wait > 0) this.timer = setTimeout(frame, wait);
    else frame();
  }

  private cancel(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
  }

  private sizeOf(canvas: HTMLCanvasElement): { width: number; height: number } {
    return this.sizes.get(canvas) ?? { width: 0, height: 0 };
  }

  get steps(): Domain {
    if (this.zoom) return this.zoom;
    return this.data.empty ? emptySteps : stepDomain(this.data.lastStep);
  }

  /** The step of the run nearest to a place on a chart. */
  stepUnder(canvas: HTMLCanvasElement, x: number): number {
    const type = this.options?.theme.axisType ?? 10.5;
    const wanted = stepAt(x, this.sizeOf(canvas).width, type, this.steps);
    const at = nearest(this.data.steps, this.data.steps.length, wanted);
    return at < 0 ? Math.round(wanted) : this.data.steps[at];
  }

  /** Pixels from the left at which a step stands. */
  placeOf(canvas: HTMLCanvasElement, step: number): number {
    return placeOf(step, this.sizeOf(canvas).width, this.options?.theme.axisType ?? 10.5, this.steps);
  }

  private draw(now: number): void {
    const { options, data } = this;
    if (!options) return;
    data.update(this.history, options.smoothing);
    if (data.empty) this.zoom = this.hover = null;
    const steps = this.steps;
    const wanted = this.hover ?? options.cursor;
    const cursor = wanted !== null && !data.empty && wanted <= data.lastStep ? wanted : null;
    for (const measure of measures) {
      const pane = this.panes[measure];
      this.printValues(pane, measure, cursor);
      const context = sized(pane.canvas, this.sizeOf(pane.canvas));
      if (context) paintChart(context, chartPicture(this.input(measure, steps, cursor, now)), options.theme);
    }
  }

  private input(measure: Measure, steps: Domain, cursor: number | null, now: number): ChartInput {
    const { data, history } = this;
    const options = this.options!;
    const { width, height } = this.sizeOf(this.panes[measure].canvas);
    const loss = measure === 'loss';
    const curves = {
      raw: data.raw(measure),
      smooth: data.smooth(measure),
      test: data.tests(measure, 'part'),
      whole: data.tests(measure, 'whole'),
      heads: loss ? data.heads.map(({ curve }) => curve) : [],
    };
    const { raw, smooth, test, whole, heads } = curves;
    const values = loss
      ? this.lossDomain.update(
          lossRange(
            { raw, whole: [smooth, test, whole, ...heads] },
            steps,
            options.chance.loss.value,
            options.log,
          ),
          now,
        )
      : ([0, 1] as const);
    return {
      width,
      height,
      type: options.theme.axisType,
      steps,
      values,
      log: loss && options.log,
      tickText: options.tickText[measure],
      ...curves,
      changes: history.changes.map((change) => ({
        step: change.step,
        text: loss ? options.changeText(change) : '',
      })),
      checkpoints: data.empty ? [] : history.checkpoints.map(({ step }) => step).filter((step) => step > 0),
      cursor,
      selection: this.selection,
      chance: data.empty ? options.chance[measure] : null,
    };
  }

  /** The values at the cursor, or the last ones, beside the chart's name. */
  private printValues(pane: Pane, measure: Measure, cursor: number | null): void {
    const { data } = this;
    const { valueText, headsText } = this.options!;
    const textAt = (curve: Curve) => {
      const at = cursor === null ? curve.length - 1 : nearest(curve.steps, curve.length, cursor);
      return at < 0 ? '\u2013' : valueText[measure](curve.values[at]);
    };
    const part = data.tests(measure, 'part');
    const test = part.length > 0 ? part : data.tests(measure, 'whole');
    const heads = data.heads.map(({ name, curve }) => `${name} ${textAt(curve)}`);
    for (const [element, text] of [
      [pane.train, textAt(data.smooth(measure))],
      [pane.test, textAt(test)],
      [pane.heads, heads.length > 0 ? headsText(heads) : ''],
    ] as const)
      if (element && element.textContent !== text) element.textContent = text;
  }
}

/** The context of a canvas whose bitmap has the screen's own pixels; null where it has no size. */
function sized(
  canvas: HTMLCanvasElement,
  size: { width: number; height: number },
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  if (width === 0 || height === 0) return null;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
