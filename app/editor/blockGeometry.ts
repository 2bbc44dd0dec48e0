// Where everything of a drawn block stands: chips, wires, joint, and the places between chips. Pure geometry
// in pixels; the drawing follows the data flow from top to bottom.

export interface ChipSize {
  id: string;
  height: number;
}

export interface BlockSizes {
  /** Width there is to draw in; more than `fitting` branches draw wider and scroll. */
  width: number;
  /** Height of one line of text, which the rest grows with: 16 at normal size. */
  line: number;
  merge: 'concat' | 'add';
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
  /** One path for each branch, from source to joint, and one from the joint on. */
  wires: readonly string[];
  chips: readonly (Box & { id: string; branch: number; index: number })[];
  /** The word "identity" on the wires of empty branches. */
  identities: readonly (Box & { branch: number })[];
  /** Areas between chips where a layer can be put; in order of branch and index. */
  gaps: readonly (Box & { branch: number; index: number })[];
  /** Top of each branch, where it can be removed. */
  tops: readonly { branch: number; x: number; y: number }[];
  joint: Box;
}

/** Branches that fit side by side before the drawing scrolls. */
const fitting = 4;
/** Free space between chips of neighbouring branches, and the widest chip. */
const between = 12;
const widestChip = 132;
const corner = 3;

/** The wire of a branch: out of the source to the side, down, and to the joint. */
function wire(from: number, x: number, top: number, bend: number, bottom: number): string {
  const side = Math.sign(x - from);
  if (side === 0) return `M${from} ${top}V${bottom}`;
  const near = x - side * corner;
  return (
    `M${from} ${top}V${bend - corner}Q${from} ${bend} ${from + side * corner} ${bend}` +
    `H${near}Q${x} ${bend} ${x} ${bend + corner}V${bottom - corner}` +
    `Q${x} ${bottom} ${near} ${bottom}H${from}`
  );
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
  const bottom = first + inner + 18;
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
    const room = bottom - above - 10;
    gaps.push({
      branch,
      index: stack.length,
      x,
      y: above,
      width: chipWidth,
      height: stack.length === 0 ? room : Math.min(gap + 8, room),
    });
  }
  const jointWidth = merge === 'add' ? 20 : Math.round(line * 3.25);
  return {
    width,
    height: bottom + 22,
    source: { x: middle, y: top },
    wires: [
      ...branches.map((_, branch) => wire(middle, centre(branch), top, bend, bottom)),
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
  };
}
