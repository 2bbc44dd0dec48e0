// What there is to see inside a layer of the running net: which tensors to ask for, and how their values
// make pictures. Reads the analysed net only; asking and drawing are for others.
import { type ElementReport, type NetworkReport, outputBranches } from '../../../engine/plan/analyse.ts';
import type { Shape } from '../../../engine/spec/shape.ts';
import type { Direction } from '../../draw/colourMap.ts';
import { filterSlice, flatSlice, type Slice, unitSlice } from '../../draw/slices.ts';
import type { InsideMode } from '../../store/view.ts';

/** The weights of a layer as one picture per cell. */
export interface FilterView {
  tensor: string;
  /** rgb: three planes make one colour picture. planes: one of `inputs` planes at a time. */
  kind: 'rgb' | 'planes';
  /** Planes there are to choose from. */
  inputs: number;
  slice(cell: number, input: number): Slice;
}

/** The values that a layer gives, as one map or one number per cell. */
export interface MapView {
  tensor: string;
  /** Layer whose output is shown: the layer itself or the activation after it. */
  layer: string;
  shape: Shape;
  direction: Direction;
}

export interface LayerView {
  id: string;
  /** What a cell is: a filter of a convolution, a unit, a channel, or a class. */
  cell: 'filter' | 'unit' | 'channel' | 'class';
  cells: number;
  filters: FilterView | null;
  maps: MapView | null;
  /** Modes this layer has, and the activation that follows it, if one does. */
  modes: readonly InsideMode[];
  follower: string | null;
  /** Values that are never above zero where a unit is dead; null where that means nothing. */
  aliveTensor: string | null;
}

/** Types whose outputs are never below zero, and those that keep it so. */
const oneWayTypes = new Set(['relu', 'sigmoid', 'softmax']);
const keepingTypes = new Set(['pool', 'dropout', 'lrn', 'maxout']);

interface Found {
  report: ElementReport;
  /** The stack it stands in, and where. */
  stack: readonly ElementReport[];
  index: number;
  /** Whether the stack's own input is never below zero. */
  oneWayInput: boolean;
  /** Whether the stack starts at the image. */
  fromImage: boolean;
}

function find(
  stack: readonly ElementReport[],
  id: string,
  oneWayInput: boolean,
  fromImage: boolean,
): Found | null {
  for (const [index, report] of stack.entries()) {
    if (report.id === id) return { report, stack, index, oneWayInput, fromImage };
    const inputOneWay = oneWayAfter(stack, index - 1, oneWayInput);
    for (const branch of report.branches) {
      const found = find(branch, id, inputOneWay, fromImage && index === 0);
      if (found) return found;
    }
  }
  return null;
}

/** Whether what comes out of element `index` of a stack is never below zero; -1 is the stack's input. */
function oneWayAfter(stack: readonly ElementReport[], index: number, input: boolean): boolean {
  if (index < 0) return input;
  const { type } = stack[index];
  const branches = outputBranches(stack[index]);
  const before = () => oneWayAfter(stack, index - 1, input);
  if (branches.length > 0)
    return branches.every((branch) => oneWayAfter(branch, branch.length - 1, before()));
  return oneWayTypes.has(type) || (keepingTypes.has(type) && before());
}

function filtersOf({ report, index, fromImage }: Found): FilterView | null {
  const weight = report.parameters.find(({ name }) => name === 'weight');
  if (!weight) return null;
  const { shape } = weight;
  const image = fromImage && index === 0 && report.input.channels === 3;
  const common = { tensor: `${report.id}.weight` };
  if (shape.length === 4) {
    const kind = image && shape[2] === 3 ? 'rgb' : 'planes';
    return { ...common, kind, inputs: shape[2], slice: (cell, input) => filterSlice(shape, cell, input) };
  }
  if (shape.length !== 2) return null;
  const { height, width, channels } = report.input;
  if (height * width === 1)
    return { ...common, kind: 'planes', inputs: 1, slice: (cell) => flatSlice(shape, cell) };
  return {
    ...common,
    kind: image ? 'rgb' : 'planes',
    inputs: channels,
    slice: (cell, input) => unitSlice(shape, report.input, cell, input),
  };
}

const imageView = ({ document }: NetworkReport): LayerView => ({
  id: 'input',
  cell: 'channel',
  cells: document.input.channels,
  filters: null,
  maps: { tensor: 'input.output', layer: 'input', shape: document.input, direction: 'signed' },
  modes: ['values', 'gradients'],
  follower: null,
  aliveTensor: null,
});

const lossView = ({ classes }: NetworkReport): LayerView => ({
  id: 'softmax',
  cell: 'class',
  cells: classes,
  filters: null,
  maps: {
    tensor: 'softmax.output',
    layer: 'softmax',
    shape: { height: 1, width: 1, channels: classes },
    direction: 'oneWay',
  },
  modes: ['values'],
  follower: null,
  aliveTensor: null,
});

function elementView(network: NetworkReport, found: Found): LayerView {
  const { report, stack, index, oneWayInput } = found;
  const next: ElementReport | undefined = stack[index + 1];
  const follower = !report.elementwise && next?.elementwise && next.type !== 'dropout' ? next : null;
  const filters = filtersOf(found);
  const last = stack === network.elements && index + (follower ? 2 : 1) === stack.length;
  const single = report.output.height * report.output.width === 1;
  const cell = last && single ? 'class' : single ? 'unit' : filters ? 'filter' : 'channel';
  const aliveTensor =
    report.type === 'relu' || (filters && next?.type === 'relu') ? `${report.id}.output` : null;
  return {
    id: report.id,
    cell,
    cells: report.output.channels,
    filters,
    maps: {
      tensor: `${report.id}.output`,
      layer: report.id,
      shape: report.output,
      direction: oneWayAfter(stack, index, oneWayInput) ? 'oneWay' : 'signed',
    },
    modes: follower ? ['values', 'relu', 'gradients'] : ['values', 'gradients'],
    follower: follower?.id ?? null,
    aliveTensor,
  };
}

/** The view of a layer as it is shown in a mode; a mode that it has not falls back to its values. */
export function layerView(
  network: NetworkReport,
  id: string,
  wanted: InsideMode,
): (LayerView & { mode: InsideMode }) | null {
  const found = find(network.elements, id, false, true);
  const view =
    id === 'input'
      ? imageView(network)
      : id === 'softmax'
        ? lossView(network)
        : found && elementView(network, found);
  if (!view) return null;
  const mode = view.modes.includes(wanted) ? wanted : 'values';
  const { filters, maps, follower } = view;
  if (mode === 'gradients') {
    // No gradient is made of weights that are frozen.
    const frozen = found?.report.parameters.some((one) => one.name === 'weight' && one.frozen);
    return {
      ...view,
      mode,
      filters: filters && !frozen ? { ...filters, tensor: `${filters.tensor}.gradient` } : null,
      maps: maps && { ...maps, tensor: `${maps.tensor}.gradient`, direction: 'signed' },
    };
  }
  if (mode === 'relu' && maps && follower && found)
    return {
      ...view,
      mode,
      maps: {
        ...maps,
        tensor: `${follower}.output`,
        layer: follower,
        direction: oneWayAfter(found.stack, found.index + 1, found.oneWayInput) ? 'oneWay' : 'signed',
      },
    };
  return { ...view, mode };
}
