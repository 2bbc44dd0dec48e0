// Numbers as the page prints them: grouped, three significant figures where they are estimates, one unit.

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const minus = '\u2212';
/** Printed where there is no value. */
export const none = '\u2013';

/** 1228800 -> "1,228,800" */
export const integer = (value: number): string => grouped.format(value).replace('-', minus);

/** 1228800 -> "1.23 M", 3210 -> "3.2 k", 442368 -> "442 k", 480 -> "480" */
export function compact(value: number): string {
  if (value < 1000) return String(value);
  const units = ['', 'k', 'M', 'G', 'T'];
  let index = 0;
  let scaled = value;
  while (scaled >= 999.5 && index < units.length - 1) {
    scaled /= 1000;
    index++;
  }
  const digits = scaled >= 99.5 || (index === 1 && scaled >= 9.95) ? 0 : index === 1 ? 1 : 2;
  return `${scaled.toFixed(digits)} ${units[index]}`;
}

/** 187.3 M bytes -> "178.6 MiB" */
export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  if (value < 1024 ** 2) return `${(value / 1024).toFixed(value < 10_240 ? 1 : 0)} KiB`;
  if (value < 1024 ** 3) return `${(value / 1024 ** 2).toFixed(value >= 1e8 ? 1 : 2)} MiB`;
  return `${(value / 1024 ** 3).toFixed(2)} GiB`;
}

/** 0.6366 -> "63.7%" */
export const percent = (fraction: number, digits = 1): string => `${(fraction * 100).toFixed(digits)}%`;

/** Milliseconds as a person says them: "17 ms", "26 s", "4 min", "2.1 h". */
export function duration(milliseconds: number): string {
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
