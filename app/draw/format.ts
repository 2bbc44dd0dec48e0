// How the page prints numbers: three significant figures where something was measured, every digit where
// it was counted, a true minus sign, and a unit once.

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const minus = '\u2212';

/** What stands where there is no number yet. */
export const noValue = '\u2013';

/** A number and its unit, for where they are set in different type. */
export interface Quantity {
  value: string;
  unit: string;
}

const joined = ({ value, unit }: Quantity): string => (unit ? `${value}\u00a0${unit}` : value);

/** "22,466" */
export const count = (value: number): string => grouped.format(value);

/** 3.2 k, 640 k, 3.92 M, 1.23 G */
export function compactParts(value: number): Quantity {
  if (value < 1e3) return { value: String(value), unit: '' };
  if (value < 1e4) return { value: (value / 1e3).toFixed(1), unit: 'k' };
  if (value < 999_500) return { value: (value / 1e3).toFixed(0), unit: 'k' };
  const [scaled, unit] = value < 9.995e8 ? [value / 1e6, 'M'] : [value / 1e9, 'G'];
  return { value: scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0), unit };
}

/** "3.92 M" */
export const compact = (value: number): string => joined(compactParts(value));

/** Every digit below a million, then as `compact`: for columns that six digits fill. */
export const briefCount = (value: number): string => (value < 1e6 ? count(value) : compact(value));

/** 0 B, 88 KiB, 8.35 MiB, 184.2 MiB, 2.00 GiB */
export function bytesParts(value: number): Quantity {
  if (value < 1024) return { value: String(value), unit: 'B' };
  const kib = value / 1024;
  if (kib < 1023.5) return { value: kib.toFixed(kib < 9.95 ? 1 : 0), unit: 'KiB' };
  const [scaled, unit] = kib < 1023.5 * 1024 ? [kib / 1024, 'MiB'] : [kib / 1024 ** 2, 'GiB'];
  return { value: scaled.toFixed(scaled < 99.5 ? 2 : 1), unit };
}

/** "8.35 MiB" */
export const bytes = (value: number): string => joined(bytesParts(value));

/** As `bytes`, but "256 MiB" where the number is whole: for limits and ticks. */
export const wholeBytes = (value: number): string => bytes(value).replace(/\.0+(?=\u00a0)/, '');

/** A share of one: "48.5%" with one digit. */
export const percent = (fraction: number, digits = 0): string =>
  Number.isFinite(fraction) ? `${(fraction * 100).toFixed(digits)}%` : 'NaN';

/** Decimals that leave `digits` significant figures of a number of this size. */
const decimalsFor = (size: number, digits: number): number =>
  Math.max(0, digits - 1 - Math.floor(Math.log10(size)));

/** A magnitude: three significant figures, as a power of ten below a thousandth and from a million on. */
function magnitude(size: number, digits: number): string {
  if (size === 0) return '0';
  if (!Number.isFinite(size)) return Number.isNaN(size) ? 'NaN' : '∞';
  if (size < 1e-3 || size >= 1e6)
    return size
      .toExponential(digits - 1)
      .replace('e+', 'e')
      .replace('e-', `e${minus}`);
  // What rounds up to a power of ten has the decimals of that power.
  const rounded = Number(size.toPrecision(digits));
  return rounded >= 10 ** digits ? grouped.format(size) : size.toFixed(decimalsFor(rounded, digits));
}

/** "0.863", "−8.02", "9.40e−4" */
export const significant = (value: number, digits = 3): string =>
  `${value < 0 ? minus : ''}${magnitude(Math.abs(value), digits)}`;

/** As `significant`, with a plus sign where it is positive. */
export const signed = (value: number, digits = 3): string =>
  `${value > 0 ? '+' : ''}${significant(value, digits)}`;

/** A setting as it was typed: "0.0015", "5e-4". */
export const setting = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential().replace('e+', 'e') : String(value);

/** A whole number wholly, another with five figures: what a cube root is as a setting, where there is little room. */
export const fiveFigures = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(5));

/**
 * A tick of a decimal axis, with the decimals that ticks `step` apart need to differ, and at least one. Where that would be
 * long, it is written with an exponent.
 */
export function decimalTick(value: number, step: number): string {
  const decimals = Math.max(1, -Math.floor(Math.log10(step) + 1e-9));
  if (Math.abs(value) < 1e4 && decimals <= 3) return value.toFixed(decimals);
  return value === 0 ? '0' : Number(value.toPrecision(6)).toExponential().replace('e+', 'e');
}

/** A tick of the step axis: 0, 500, 1k, 2.5k, 1M. */
export function axisStep(value: number): string {
  if (value < 1e3) return String(value);
  return value < 1e6 ? `${Number((value / 1e3).toFixed(2))}k` : `${Number((value / 1e6).toFixed(2))}M`;
}

/** "0:07", "12:30", "1:02:30" */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
