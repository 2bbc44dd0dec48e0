// Nothing of a drawn block overlaps, and everything lies inside the drawing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merges } from '../../engine/spec/blockFields.ts';
import { type Box, blockGeometry } from './blockGeometry.ts';

const chip = (id: string, height = 26) => ({ id, height });
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('a residual block in 368 pixels', () => {
  const drawing = blockGeometry([[chip('conv1'), chip('relu1'), chip('conv2')], []], {
    width: 368,
    line: 16,
    merge: 'add',
  });

  test('two columns, the joint in the middle', () => {
    expect(drawing.width).toBe(368);
    expect(drawing.chips.map((one) => one.x + one.width / 2)).toEqual([92, 92, 92]);
    expect(drawing.chips[0].width).toBe(132);
    expect(drawing.source.x).toBe(184);
    expect(drawing.joint).toMatchObject({ x: 174, width: 20, height: 20 });
  });

  test('the empty branch carries the word, and takes a layer anywhere along it', () => {
    expect(drawing.identities.map((one) => one.branch)).toEqual([1]);
    expect(drawing.gaps.filter((one) => one.branch === 1)).toHaveLength(1);
    expect(drawing.gaps.filter((one) => one.branch === 0).map((one) => one.index)).toEqual([0, 1, 2, 3]);
  });
});

test('a head ends in its loss; the first branch goes on from the middle', () => {
  const sizes = { width: 368, line: 16, merge: 'head' } as const;
  const { losses, wires, height, chips } = blockGeometry([[], [chip('pool1'), chip('fc1')]], sizes);
  expect(losses).toEqual([{ branch: 1, x: 210, y: chips[1].y + 26 + 10, width: 132, height: 20 }]);
  expect(wires[1].endsWith(`V${losses[0].y}`)).toBe(true);
  expect(wires[0].endsWith('H184')).toBe(true);
  expect(wires[2]).toBe(`M184 ${height - 22}V${height}`);
});

test('five branches are wider than there is room for', () => {
  const branches = Array.from({ length: 5 }, (_, i) => [chip(`a${i}`)]);
  const drawing = blockGeometry(branches, { width: 368, line: 16, merge: 'concat' });
  expect(drawing.width).toBe(460);
  expect(drawing.chips.every((one) => one.width === 80)).toBe(true);
});

test('any block: chips apart and inside, gaps between them', () => {
  const anyBranch = fc.array(fc.constantFrom(20, 26), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(anyBranch, { minLength: 2, maxLength: 16 }),
      fc.integer({ min: 260, max: 900 }),
      fc.constantFrom(16, 20),
      fc.constantFrom(...merges),
      (heights, width, line, merge) => {
        const branches = heights.map((stack, b) => stack.map((height, i) => chip(`${b}-${i}`, height)));
        const { chips, gaps, joint, losses, ...drawing } = blockGeometry(branches, { width, line, merge });
        for (const [i, a] of chips.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.x + a.width).toBeLessThanOrEqual(drawing.width);
          expect(a.y + a.height).toBeLessThan(joint.y + 10);
          for (const b of chips.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        }
        expect(gaps).toHaveLength(branches.reduce((sum, branch) => sum + branch.length + 1, 0));
        for (const gap of gaps) {
          expect(gap.height).toBeGreaterThan(0);
          expect(chips.some((one) => overlap(one, gap))).toBe(false);
        }
        expect(losses.map(({ branch }) => branch)).toEqual(
          merge === 'head' ? [...branches.keys()].slice(1) : [],
        );
        for (const loss of losses) {
          expect([...chips, ...gaps].some((one) => overlap(one, loss))).toBe(false);
          // Above the wire of the branch that goes on, which ends in the middle of the joint.
          expect(loss.y + loss.height).toBeLessThan(joint.y + joint.height / 2);
        }
        expect(joint.y + joint.height).toBeLessThan(drawing.height);
      },
    ),
  );
});
