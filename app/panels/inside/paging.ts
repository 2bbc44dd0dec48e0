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

/** What one cell holds, from top to bottom. */
export interface CellContent {
  filter: boolean;
  map: 'picture' | 'bar';
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

const rowGap = 6;
const pictureGap = 4;
const leastColumnGap = 4;
/** Height of a bar and its number, which stand in the place of a map of one pixel. */
const barHeight = 24;
/** Most cells at once where height is no limit. */
const mostCells = 64;
/** Sizes of a picture: whole multiples of half a cell, so that the pixels of a map stay square. */
const scales = [3, 2, 1.5, 1];

const rowHeight = (cell: number, label: number, { filter, map }: CellContent): number =>
  label + (filter ? cell + pictureGap : 0) + (map === 'picture' ? cell : barHeight);

/** One row of the usual size and the outline of its selected cell: less height than that would cut it. */
export const leastHeight = ({ cell, label }: Pick<Room, 'cell' | 'label'>, content: CellContent): number =>
  rowHeight(cell, label, content) + 4;

const fitting = (width: number, cell: number): number =>
  Math.max(1, Math.min(8, Math.floor((width + leastColumnGap) / (cell + leastColumnGap))));

type Layout = Omit<Paging, 'from' | 'count'>;

const rowsIn = (room: Room, cell: number, content: CellContent): number =>
  Math.max(1, Math.floor((room.height + rowGap) / (rowHeight(cell, room.label, content) + rowGap)));

/** The largest pictures with which all cells are on one page, if there are any. */
function allAtOnce(room: Room, content: CellContent, cells: number): Layout | undefined {
  if (room.height === Number.POSITIVE_INFINITY) return undefined;
  for (const scale of scales) {
    const cell = room.cell * scale;
    if (cell > room.width) continue;
    const columns = Math.min(cells, fitting(room.width, cell));
    const rows = Math.ceil(cells / columns);
    if (rows <= rowsIn(room, cell, content)) return { columns, rows, cell };
  }
  return undefined;
}

/** Pages of whole rows, of which the one that holds `selected` is shown. */
export function paging(room: Room, content: CellContent, cells: number, selected: number): Paging {
  // Where the page scrolls there is no hurry: fewer columns, further apart.
  const most = fitting(room.width, room.cell);
  const columns =
    room.height === Number.POSITIVE_INFINITY ? Math.min(most, Math.max(4, most - (most % 4))) : most;
  const needed = Math.ceil(Math.min(cells, mostCells) / columns);
  const usual = { columns, rows: Math.min(rowsIn(room, room.cell, content), needed), cell: room.cell };
  const layout = allAtOnce(room, content, cells) ?? usual;
  const size = layout.columns * layout.rows;
  const page = Math.floor(Math.min(selected, cells - 1) / size);
  return { ...layout, from: page * size, count: Math.min(size, cells - page * size) };
}
