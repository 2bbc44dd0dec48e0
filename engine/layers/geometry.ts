// How a sliding window divides an image: the output size (W - F + 2P)/S + 1, what to do when it is not
// whole, and which changes would make it so.
import type { Diagnostic, Fix } from '../spec/diagnostic.ts';
import { pair, type Size } from '../spec/fields.ts';
import type { Shape } from '../spec/shape.ts';
import type { ArithmeticLine, ShapeResult, SlidingWindow } from './layer.ts';

/**
 * exact: the size must be whole. floor: pixels left over are unread. ceil: the last window hangs over, as in Caffe.
 * leading: the same, but the padding counts once, since cuda-convnet's windows only begin before the image.
 */
export type Rounding = 'exact' | 'floor' | 'ceil' | 'leading';

/** The largest kernel and stride that a document may ask for. */
export const windowLimit = 64;

export interface WindowSettings {
  kernel: Size;
  stride: Size;
  padding: Size;
  /** How far the cells of the window lie apart; 1 where it is not given. */
  dilation?: Size;
  rounding: Rounding;
}

export type Extent = { ok: true; height: number; width: number } | { ok: false; diagnostic: Diagnostic };

/** Pixels that a window of `kernel` cells spans. */
const span = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;
const spanFormula = (kernel: number, dilation: number): string =>
  dilation === 1 ? String(kernel) : `(${dilation}*(${kernel} - 1) + 1)`;

/** [height, width] of the pixels that a window spans. */
function spans({ kernel, dilation = 1 }: WindowSettings): readonly [number, number] {
  const [height, width] = pair(kernel);
  const [down, across] = pair(dilation);
  return [span(height, down), span(width, across)];
}

/** The window as it looks at the input, from its first cell to its last. */
export const spannedWindow = (settings: WindowSettings): SlidingWindow => ({
  kernel: spans(settings),
  stride: settings.stride,
  padding: settings.padding,
});

/** Sides of the image on which padding makes room for windows. */
const paddedSides = (rounding: Rounding): number => (rounding === 'leading' ? 1 : 2);

/** `(32 - 5 + 2*2)/1 + 1`; the kernel may be a formula itself. */
const sizeFormula = (
  input: number,
  kernel: number | string,
  stride: number,
  padding: number,
  rounding: Rounding,
): string => `(${input} - ${kernel} + ${paddedSides(rounding) === 1 ? '' : '2*'}${padding})/${stride} + 1`;

const exactSize = (
  input: number,
  kernel: number,
  stride: number,
  padding: number,
  rounding: Rounding,
): number => (input - kernel + paddedSides(rounding) * padding) / stride + 1;

/** A number with at most two decimals. */
const decimals = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * Output size along one axis, or null where there is none. Rounded up, the last window must start inside
 * the image or its leading padding, as in Caffe and PyTorch; it may be the only one.
 */
function roundedSize(input: number, kernel: number, stride: number, padding: number, rounding: Rounding) {
  const exact = exactSize(input, kernel, stride, padding, rounding);
  const up = Math.ceil(exact);
  const inside = (up - 1) * stride >= input + padding ? up - 1 : up;
  const size = { exact, floor: Math.floor(exact), ceil: inside, leading: inside }[rounding];
  return Number.isInteger(size) && size >= 1 ? size : null;
}

/** The formula of `result` on one axis, its rounding written out. */
function roundedFormula(
  [input, kernel, stride, padding, dilation]: [number, number, number, number, number],
  rounding: Rounding,
  result: number,
): string {
  const formula = sizeFormula(input, spanFormula(kernel, dilation), stride, padding, rounding);
  const exact = exactSize(input, span(kernel, dilation), stride, padding, rounding);
  const way = rounding === 'leading' ? 'ceil' : rounding;
  const rounded = Number.isInteger(exact) ? formula : `${way}(${formula})`;
  return Math.ceil(exact) > result && way === 'ceil' ? `${rounded} - 1` : rounded;
}

/** How the output's height and width come about: one line where the formula is the same, else two. */
export function sizeArithmetic(input: Shape, settings: WindowSettings, output: Shape): ArithmeticLine[] {
  const kernel = pair(settings.kernel);
  const stride = pair(settings.stride);
  const padding = pair(settings.padding);
  const dilation = pair(settings.dilation ?? 1);
  const line = (axis: 0 | 1, size: number, result: number): ArithmeticLine => ({
    quantity: 'output',
    formula: roundedFormula(
      [size, kernel[axis], stride[axis], padding[axis], dilation[axis]],
      settings.rounding,
      result,
    ),
    result,
  });
  const height = line(0, input.height, output.height);
  const width = line(1, input.width, output.width);
  return height.formula === width.formula ? [height] : [height, width];
}

/** Output height and width of a window over `input`, or a diagnostic with up to three fixes. */
export function windowExtent(input: Shape, settings: WindowSettings, roundings: readonly Rounding[]): Extent {
  const result = extentOf(input, settings);
  if (result) return { ok: true, ...result };
  return { ok: false, diagnostic: explain(input, settings, roundings) };
}

/** The shape that `filters` windows give, or a diagnostic whose fixes name that of theirs. */
export function filteredShape(
  input: Shape,
  settings: WindowSettings,
  filters: number,
  roundings: readonly Rounding[],
): ShapeResult {
  const extent = windowExtent(input, settings, roundings);
  if (extent.ok)
    return { ok: true, output: { height: extent.height, width: extent.width, channels: filters } };
  const fixes = extent.diagnostic.fixes.map((fix) => ({
    ...fix,
    output: { ...fix.output, channels: filters },
  }));
  return { ok: false, diagnostic: { ...extent.diagnostic, fixes } };
}

/** Attributes that say how a window moves over images [batch, height, width, channels]. */
export function slidingAttributes(
  { kernel, stride, padding }: WindowSettings,
  [batch, inHeight, inWidth]: readonly number[],
  output: Shape,
) {
  const [kernelHeight, kernelWidth] = pair(kernel);
  const [strideHeight, strideWidth] = pair(stride);
  const [padHeight, padWidth] = pair(padding);
  return {
    batch,
    inHeight,
    inWidth,
    outHeight: output.height,
    outWidth: output.width,
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    padHeight,
    padWidth,
  };
}

/** The same of a window over all channels, and how far its cells lie apart. */
export function windowAttributes(settings: WindowSettings, shape: readonly number[], output: Shape) {
  const [dilationHeight, dilationWidth] = pair(settings.dilation ?? 1);
  return {
    ...slidingAttributes(settings, shape, output),
    inChannels: shape[3],
    outChannels: output.channels,
    dilationHeight,
    dilationWidth,
  };
}

/** A window that sees one pixel. */
export const pointWindow: WindowSettings = { kernel: 1, stride: 1, padding: 0, rounding: 'exact' };

function extentOf(input: Shape, settings: WindowSettings) {
  const { stride, padding, rounding } = settings;
  const [kernelHeight, kernelWidth] = spans(settings);
  const [strideHeight, strideWidth] = pair(stride);
  const [padHeight, padWidth] = pair(padding);
  if (padHeight >= kernelHeight || padWidth >= kernelWidth) return null;
  const height = roundedSize(input.height, kernelHeight, strideHeight, padHeight, rounding);
  const width = roundedSize(input.width, kernelWidth, strideWidth, padWidth, rounding);
  return height === null || width === null ? null : { height, width };
}

function explain(input: Shape, settings: WindowSettings, roundings: readonly Rounding[]): Diagnostic {
  const [kernelHeight, kernelWidth] = spans(settings);
  const [strideHeight, strideWidth] = pair(settings.stride);
  const [padHeight, padWidth] = pair(settings.padding);
  const heightFails =
    roundedSize(input.height, kernelHeight, strideHeight, padHeight, settings.rounding) === null;
  const axis = padHeight >= kernelHeight || heightFails ? 0 : 1;
  const [size, kernel, stride, padding] =
    axis === 0
      ? [input.height, kernelHeight, strideHeight, padHeight]
      : [input.width, kernelWidth, strideWidth, padWidth];
  const fixes = findFixes(input, settings, roundings, axis);
  if (padding >= kernel)
    return { code: 'geometry.paddingTooLarge', values: { padding, kernel }, field: 'padding', fixes };
  const { rounding } = settings;
  const formula = sizeFormula(size, kernel, stride, padding, rounding);
  const result = decimals(exactSize(size, kernel, stride, padding, rounding));
  return kernel > size + paddedSides(rounding) * padding
    ? { code: 'geometry.tooLarge', values: { kernel, size, formula, result }, field: 'kernel', fixes }
    : { code: 'geometry.notWhole', values: { formula, result }, field: 'stride', fixes };
}

/**
 * Other sizes from `least` to `most`, nearest first, the smaller of two equally near. Where height and
 * width differ, first only the one at fault changes, then both become the same.
 */
function nearby(size: Size, axis: 0 | 1, least: number, most: number): Size[] {
  const sides = pair(size);
  const distance = (candidate: number) => Math.abs(candidate - sides[axis]);
  const numbers = Array.from({ length: most - least + 1 }, (_, i) => least + i)
    .filter((candidate) => candidate !== sides[axis])
    .sort((a, b) => distance(a) - distance(b));
  if (sides[0] === sides[1]) return numbers;
  const oneSide = numbers.map((side): Size => (axis === 0 ? [side, sides[1]] : [sides[0], side]));
  return [...oneSide, ...numbers];
}

/** The nearest change of kernel, of stride, of rounding, of padding that gives a shape; three at most. */
function findFixes(
  input: Shape,
  settings: WindowSettings,
  roundings: readonly Rounding[],
  axis: 0 | 1,
): Fix[] {
  const candidates: [keyof WindowSettings, readonly unknown[]][] = [
    ['kernel', nearby(settings.kernel, axis, 1, windowLimit)],
    ['stride', nearby(settings.stride, axis, 1, windowLimit)],
    ['rounding', roundings.filter((rounding) => rounding !== settings.rounding)],
    ['padding', nearby(settings.padding, axis, 0, windowLimit - 1)],
  ];
  const fixes: Fix[] = [];
  for (const [field, values] of candidates)
    for (const value of values) {
      const extent = extentOf(input, { ...settings, [field]: value } as WindowSettings);
      if (!extent) continue;
      fixes.push({ field, value, output: { ...extent, channels: input.channels } });
      break;
    }
  return fixes.slice(0, 3);
}

/** "5×5", or "1×7" */
export const windowText = (size: Size): string => pair(size).join('×');

/** " s2 p1 d2", leaving out stride 1, padding 0 and dilation 1. */
export const strideText = ({
  stride,
  padding,
  dilation = 1,
}: Pick<WindowSettings, 'stride' | 'padding' | 'dilation'>): string =>
  [
    ['s', stride, 1],
    ['p', padding, 0],
    ['d', dilation, 1],
  ]
    .filter(([, size, usual]) => pair(size as Size).some((one) => one !== usual))
    .map(([letter, size]) => ` ${letter}${typeof size === 'number' ? size : pair(size as Size).join('×')}`)
    .join('');
