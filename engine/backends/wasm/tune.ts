// Which tile is the fastest here: it depends on how many vector registers the processor has and on how the
// WebAssembly compiler orders what it is given. Results are the same to the bit with any.
import { type Slide, slideScratch } from '../../ops/slide.ts';
import { ModuleBuilder } from './emit/module.ts';
import type { Tile } from './kernels/kernel.ts';
import { slideBlueprint } from './kernels/slide.ts';

/**
 * 5 rows fill the 16 vector registers of x86-64 where the compiler keeps the order given, 6 where a product needs
 * no register; 4 rows without unrolling are for those that move all loads to the front (V8 before 2024); 8 rows
 * for 32 registers.
 */
const candidates = (fused: boolean): readonly Tile[] => [
  { rows: fused ? 6 : 5, unroll: 8, fused },
  { rows: 4, unroll: 1, fused },
  { rows: 8, unroll: 8, fused },
];

/** A convolution whose rows all candidates divide: about 45 microseconds of work. */
const size = { height: 4, width: 120, channels: 16 };
const slide: Slide = {
  images: 1,
  groups: 1,
  source: size,
  padded: { height: 6, width: size.width + 2, top: 1, left: 1 },
  spread: { height: 1, width: 1 },
  kernel: { height: 3, width: 3 },
  dilation: { height: 1, width: 1 },
  stride: { height: 1, width: 1 },
  output: size,
};

const windowMilliseconds = 4;
/** Windows are over when so many rounds of them in a row, a tenth of a second, made no candidate faster by `step` times, */
const quietRounds = 8;
const step = 1.1;
/** or after so many rounds, half a second. */
const mostRounds = 40;
/** How much faster than the first candidate another must be: a busy machine makes timings uncertain. */
const clearly = 1.2;

type Run = () => void;

function prepare(tile: Tile): Run {
  const builder = new ModuleBuilder();
  slideBlueprint(slide, tile, { bias: false, relu: false, mask: false }).write(builder);
  const memory = new WebAssembly.Memory({ initial: 4 });
  const module = new WebAssembly.Module(builder.encode(false));
  const { exports } = new WebAssembly.Instance(module, { engine: { memory } });
  const convolve = exports.slide as (...args: readonly number[]) => void;
  const output = 4 * slideScratch(slide);
  const input = output + 4 * size.height * size.width * size.channels;
  return () => convolve(input, 0, 0, output, 0, 0, 1);
}

/** Runs in a millisecond, counted over one window. */
function rate(run: Run): number {
  const began = performance.now();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < windowMilliseconds) {
    for (let i = 0; i < 8; i++) run();
    runs += 8;
    elapsed = performance.now() - began;
  }
  return runs / elapsed;
}

/**
 * The place of the fastest of some candidates, of which the first is taken unless another is clearly faster. `rates`
 * time one window each. The best window counts, since everything that disturbs one makes it slower, and windows go on
 * until the rates have settled: compilers start code in a hurry and replace it when better code is ready, candidate by
 * candidate, and nobody knows when that is on a busy machine.
 */
export function fastestOf(rates: readonly (() => number)[]): number {
  const best = rates.map(() => 0);
  let quiet = 0;
  for (let round = 0; round < mostRounds && quiet < quietRounds; round++) {
    quiet++;
    for (const [i, timed] of rates.entries()) {
      const now = timed();
      if (now > step * best[i]) quiet = 0;
      best[i] = Math.max(best[i], now);
    }
  }
  const fastest = best.indexOf(Math.max(...best));
  return best[fastest] > clearly * best[0] ? fastest : 0;
}

function measure(fused: boolean): Tile {
  const tiles = candidates(fused);
  const runs = tiles.map(prepare);
  return tiles[fastestOf(runs.map((run) => () => rate(run)))];
}

const chosen = new Map<boolean, Tile>();

/** The fastest tile, found once in about 150 ms. */
export function fastestTile(fused: boolean): Tile {
  const tile = chosen.get(fused) ?? measure(fused);
  chosen.set(fused, tile);
  return tile;
}
