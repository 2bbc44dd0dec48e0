// Cells on the screen.
import { expect, test } from 'vitest';
import { leastHeight, paging } from './paging.ts';

const both = { filter: true, map: 'picture' } as const;
const desktop = { width: 580, height: 310, cell: 64, label: 14 };

test('sixteen filters and their maps fill two rows of eight', () => {
  expect(paging(desktop, both, 16, 6)).toEqual({ columns: 8, rows: 2, cell: 64, from: 0, count: 16 });
});

test('the least height is one row: label, filter, gap and map, and the outline around it', () => {
  expect(leastHeight(desktop, both)).toBe(14 + 64 + 4 + 64 + 4);
  expect(leastHeight(desktop, { filter: false, map: 'bar' })).toBe(14 + 24 + 4);
});

test('more are on further pages; the page follows the selected cell', () => {
  expect(paging(desktop, both, 20, 15)).toMatchObject({ from: 0, count: 16 });
  expect(paging(desktop, both, 20, 16)).toMatchObject({ from: 16, count: 4 });
  expect(paging(desktop, both, 20, 99)).toMatchObject({ from: 16, count: 4 });
});

test('maps alone leave room for more rows, a low window for fewer, but never none', () => {
  expect(paging(desktop, { filter: false, map: 'picture' }, 64, 0)).toMatchObject({ rows: 3, count: 24 });
  expect(paging({ ...desktop, height: 80 }, both, 16, 0)).toMatchObject({ rows: 1, count: 8 });
});

test('a narrower column holds as many as fit', () => {
  expect(paging({ ...desktop, width: 488, height: 180 }, both, 16, 0)).toMatchObject({ columns: 7, rows: 1 });
});

test('a phone shows four in a row and scrolls through up to 64', () => {
  const phone = { width: 358, height: Number.POSITIVE_INFINITY, cell: 64, label: 14 };
  expect(paging(phone, both, 16, 0)).toMatchObject({ columns: 4, rows: 4, count: 16 });
  expect(paging(phone, both, 256, 200)).toMatchObject({ columns: 4, rows: 16, from: 192, count: 64 });
});

test('few cells have larger pictures, as long as all are on one page', () => {
  const roomy = { width: 900, height: 800, cell: 64, label: 14 };
  expect(paging(roomy, both, 16, 0)).toMatchObject({ columns: 8, rows: 2, cell: 96, count: 16 });
  expect(paging(roomy, both, 64, 0)).toMatchObject({ columns: 8, cell: 64 });
  expect(paging(desktop, { filter: false, map: 'picture' }, 3, 0)).toMatchObject({
    columns: 3,
    rows: 1,
    cell: 128,
  });
  expect(paging(desktop, { filter: true, map: 'bar' }, 10, 0)).toMatchObject({
    columns: 5,
    rows: 2,
    cell: 96,
  });
});
