// How a long program is divided between submissions: a device that also draws the page gets to it between two
// of them, and a watchdog that ends long work does not wake.

/** What a slow integrated adapter computes in about 50 ms. */
export const mostFlops = 5e9;

export type Portion = readonly [from: number, to: number];

/** Calls from..to-1 of each submission: as many as stay within `mostFlops` together, or one larger call. */
export function portionsOf(flops: readonly number[]): Portion[] {
  const portions: Portion[] = [];
  let from = 0;
  let sum = 0;
  for (const [call, own] of flops.entries()) {
    if (call > from && sum + own > mostFlops) {
      portions.push([from, call]);
      from = call;
      sum = 0;
    }
    sum += own;
  }
  portions.push([from, flops.length]);
  return portions;
}
