// Where everything of a drawn block stands: chips, wires, joint, losses, and the places between chips. Pure geometry
// in pixels; the drawing follows the data flow from top to bottom.

import type { Merge } from '../../engine/spec/blockFields.ts';

export interface ChipSize {
  id: string;
  height: number;
}

export interface BlockSizes {
  /** Width there is to draw in; more than `fitting` branches draw wider and scroll. */
  width: number;
  /** Height of one line of text, which the rest grows with: 16 at normal size. */
  line: number;
  merge: Merge;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BlockGeometry {
  width: number;
  height: number;
  /** Where the data enter. */
  source: { x: number; y: number };
  /** One path for each branch, from source to joint or loss, and one from the joint on. */
  wires: readonly string[];
  chips: readonly (Box & { id: string; branch: number; index: number })[];
  /** The word "identity" on the wires of empty branches. */
  identities: readonly (Box & { branch: number })[];
  /** Areas between chips where a layer can be put; in order of branch and index. */
  gaps: readonly (Box & { branch: number; index: number })[];
  /** Top of each branch, where it can be removed. */
  tops: readonly { branch: number; x: number; y: number }[];
  /** Where branches are put together; with heads, where the first one turns to go on. */
  joint: Box;
  /** Where auxiliary heads end. */
  losses: readonly (Box & { branch: number })[];
}

/** Branches that fit side by side before the drawing scrolls. */
const fitting = 4;
/** Free space between chips of neighbouring branches, and the widest chip. */
const between = 12;
const widestChip = 132;
const corner = 3;
/** Room for the losses of heads above the wire of the branch that goes on. */
const lossRoom = 24;

/** The wire of a branch that ends by itself: out of the source to the side, and down. */
function wireDown(from: number, x: number, top: number, bend: number, end: number): string {
  const side = Math.sign(x - from);
  if (side === 0) return `M${from} ${top}V${end}`;
  return (
    `M${from} ${top}V${bend - corner}Q${from} ${bend} ${from + side * corner} ${bend}` +
    `H${x - side * corner}Q${x} ${bend} ${x} ${bend + corner}V${end}`
  );
}

/** The wire of a branch that goes on: down, and back to the joint. */
function wire(from: number, x: number, top: number, bend: number, bottom: number): string {
  const side = Math.sign(x - from);
  if (side === 0) return wireDown(from, x, top, bend, bottom);
  return `${wireDown(from, x, top, bend, bottom - corner)}Q${x} ${bottom} ${x - side * corner} ${bottom}H${from}`;
}

export function blockGeometry(
  branches: readonly (readonly ChipSize[])[],
  { width: available, line, merge }: BlockSizes,
): BlockGeometry {
  const count = branches.length;
  const pitch = available / Math.min(count, fitting);
  const width = Math.round(pitch * count);
  const chipWidth = Math.floor(Math.min(widestChip * (line / 16), pitch - between));
  const gap = line / 2;
  const heights = branches.map((chips) => chips.reduce((sum, chip) => sum + chip.height + gap, -gap));
  const inner = Math.max(...heights, line * 1.5);
  const [top, bend] = [4, 13];
  const first = bend + 9;
  const ending = first + inner + 18;
  const isHead = (branch: number) => merge === 'head' && branch > 0;
  const bottom = merge === 'head' ? ending + lossRoom : ending;
  const middle = Math.round(width / 2);
  const centre = (branch: number) => Math.round(pitch * (branch + 0.5));

  const chips: (Box & { id: string; branch: number; index: number })[] = [];
  const gaps: (Box & { branch: number; index: number })[] = [];
  for (const [branch, stack] of branches.entries()) {
    const x = centre(branch) - chipWidth / 2;
    let y = first + (inner - Math.max(0, heights[branch])) / 2;
    let above = first - 9;
    for (const [index, { id, height }] of stack.entries()) {
      chips.push({ id, branch, index, x, y, width: chipWidth, height });
      gaps.push({ branch, index, x, y: above, width: chipWidth, height: y - above });
      above = y + height;
      y = above + gap;
    }
    const room = ending - above - 10;
    gaps.push({
      branch,
      index: stack.length,
      x,
      y: above,
      width: chipWidth,
      height: stack.length === 0 ? room : Math.min(gap + 8, room),
    });
  }
  const jointWidth = { add: 20, concat: Math.round(line * 3.25), head: 0 }[merge];
  return {
    width,
    height: bottom + 22,
    source: { x: middle, y: top },
    wires: [
      ...branches.map((_, branch) =>
        isHead(branch)
          ? wireDown(middle, centre(branch), top, bend, ending - 8)
          : wire(middle, centre(branch), top, bend, bottom),
      ),
      `M${middle} ${bottom}V${bottom + 22}`,
    ],
    chips,
    identities: branches.flatMap((stack, branch) =>
      stack.length > 0
        ? []
        : [
            {
              branch,
              x: centre(branch) - line * 1.75,
              y: first + inner / 2 - line * 0.6,
              width: line * 3.5,
              height: line * 1.2,
            },
          ],
    ),
    gaps,
    tops: branches.map((_, branch) => ({ branch, x: centre(branch), y: bend })),
    joint: { x: middle - jointWidth / 2, y: bottom - 10, width: jointWidth, height: 20 },
    losses: [...branches.keys()].filter(isHead).map((branch) => ({
      branch,
      x: centre(branch) - chipWidth / 2,
      y: ending - 8,
      width: chipWidth,
      height: 20,
    })),
  };
}
