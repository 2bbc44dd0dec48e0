// A progress bar on a terminal; one line now and then where there is none.

const WIDTH = 28;
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** Returns a function to call with what is done and what there is in all (0: not known), in bytes. */
export function progressBar(label: string): (done: number, total: number) => void {
  const terminal = process.stdout.isTTY;
  let shown = -1;
  return (done, total) => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const step =
      total > 0 ? Math.floor(share * (terminal ? 100 : 4)) : Math.floor(done / (terminal ? 1e6 : 4e7));
    if (step === shown) return;
    shown = step;
    const filled = Math.round(share * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    const text =
      total > 0
        ? `  ${label} ${bar} ${megabytes(done)} of ${megabytes(total)} MB`
        : `  ${label} ${megabytes(done)} MB`;
    process.stdout.write(terminal ? `\r${text}${share === 1 ? '\n' : ''}` : `${text}\n`);
  };
}
