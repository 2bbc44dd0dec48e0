// How many cells of a layer are on the screen at once, and how large they are.

export interface Room {
  width: number;
  /** Infinity where the page itself scrolls. */
  height: number;
  /** The cell of the page's size, in pixels. */
  cell: number;
  /** Height of a cell's label in pixels. */
  label: number;
}

export interface Paging {
  columns: number;
  rows: number;
  /** Side of one picture in pixels. */
  cell: number;
  /** First cell shown, and how many there are from it on. */
  from: number;
  count: number;
}

export const rowGap = 10;
const pictureGap = 4;
const leastColumnGap = 4;
/** Height of a bar and its number, which stand in the place of a map of one pixel. */
export const barHeight = 24;
/** Most cells at once where height is no limit. */
const mostCells = 64;

/** What one cell holds, from top to bottom. */
export interface CellContent {
  filter: boolean;
  map: 'picture' | 'bar';
}

const rowHeight = (cell: number, label: number, { filter, map }: CellContent): number =>
  label + (filter ? cell + pictureGap : 0) + (map === 'picture' ? cell : barHeight);

/** Pages of whole rows, of which the one that holds `selected` is shown. */
export function paging(room: Room, content: CellContent, cells: number, selected: number): Paging {
  const layOut = (cell: number): Omit<Paging, 'from' | 'count'> => {
    const columns = [8, 4, 2].find((n) => room.width >= n * cell + (n - 1) * leastColumnGap) ?? 1;
    const needed = Math.ceil(Math.min(cells, mostCells) / columns);
    const height = rowHeight(cell, room.label, content);
    const rows = Math.max(1, Math.floor((room.height + rowGap) / (height + rowGap)));
    return { columns, rows: Math.min(rows, needed), cell };
  };
  const usual = layOut(room.cell);
  const large = layOut(room.cell * 1.5);
  // Larger pictures only where they cost nothing: the same columns, and still all on one page.
  const best = large.columns === 8 && large.columns * large.rows >= cells ? large : usual;
  const size = best.columns * best.rows;
  const page = Math.floor(Math.min(selected, cells - 1) / size);
  return { ...best, from: page * size, count: Math.min(size, cells - page * size) };
}
