// Figures and tables as text: Markdown that also reads well in a terminal.

/** Three significant digits, and no more decimals than that: "3.14", "31.4", "314", "3140". */
export function figure(value: number): string {
  if (value === 0) return '0';
  const rounded = Math.abs(Number(value.toPrecision(3)));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(rounded)));
  return value.toFixed(Math.min(decimals, 6));
}

/** "12.3×" */
export const ratio = (value: number): string => `${figure(value)}×`;

/** "4e-7" */
export const difference = (value: number): string => (value === 0 ? '0' : value.toExponential(0));

export const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** A Markdown table; columns of figures, the first apart, are set to the right. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((head, column) => ({
    width: Math.max(3, head.length, ...rows.map((row) => row[column].length)),
    right: column > 0 && rows.some((row) => /^\d/.test(row[column])),
  }));
  const line = (cells: readonly string[]) => {
    const set = columns.map(({ width, right }, i) =>
      right ? cells[i].padStart(width) : cells[i].padEnd(width),
    );
    return `| ${set.join(' | ')} |`;
  };
  const rule = columns.map(({ width, right }) => (right ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}
