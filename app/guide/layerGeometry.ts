// Where everything of a layer's drawing stands: the input and the output as blocks, the window on the input's face and
// the value that it leads to. Pure geometry in pixels, from what the analysed layer says of itself.
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { pair } from '../../engine/spec/fields.ts';
import type { Shape } from '../../engine/spec/shape.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Block {
  front: Rectangle;
  /** The faces above and beside the front, as a path. */
  back: string;
}

export interface LayerDrawing {
  width: number;
  height: number;
  input: Block;
  output: Block;
  /** What one output value looks at, and that value; the whole faces where no window moves. */
  window: Rectangle;
  value: Rectangle;
  /** From the window's right corners to the value's left ones. */
  rays: string;
}

const [smallest, largest, gap, margin] = [10, 84, 56, 1];

/** Pixels that channels take to the back, before they are drawn aslant. */
const depthOf = ({ channels }: Shape): number => 5 * Math.log2(1 + channels);
const across = (shape: Shape): number => 0.8 * depthOf(shape);
const up = (shape: Shape): number => 0.6 * depthOf(shape);

function blockAt(shape: Shape, front: Rectangle): Block {
  const { x, y, width, height } = front;
  const [dx, dy] = [across(shape), up(shape)];
  const top = `M${x} ${y}l${dx} ${-dy}h${width}l${-dx} ${dy}`;
  const side = `M${x + width} ${y}l${dx} ${-dy}v${height}l${-dx} ${dy}`;
  return { front, back: top + side };
}

/** `size` cells from `from` on, of a face that shows so many as `shape` has; not outside it, and always to be seen. */
function cells(face: Rectangle, shape: Shape, from: readonly number[], size: readonly number[]): Rectangle {
  const along = (start: number, length: number, count: number, first: number, cellCount: number) => {
    const pixel = length / count;
    const begin = start + pixel * Math.max(0, first);
    const end = start + pixel * Math.min(count, first + cellCount);
    return [begin, Math.max(3, end - begin)] as const;
  };
  const [y, height] = along(face.y, face.height, shape.height, from[0], size[0]);
  const [x, width] = along(face.x, face.width, shape.width, from[1], size[1]);
  return { x, y, width, height };
}

/** What one output value, a third of the way down and across, looks at. */
function looks(report: ElementReport, input: Rectangle, output: Rectangle): [Rectangle, Rectangle] {
  const window = report.elementwise ? { kernel: 1, stride: 1, padding: 0 } : report.window;
  if (!window) return [input, output];
  const place = [Math.floor(report.output.height / 3), Math.floor(report.output.width / 3)];
  const [stride, padding] = [pair(window.stride), pair(window.padding)];
  const from = place.map((at, axis) => Math.floor(at * stride[axis]) - padding[axis]);
  return [cells(input, report.input, from, pair(window.kernel)), cells(output, report.output, place, [1, 1])];
}

export function layerDrawing(report: ElementReport): LayerDrawing {
  const shapes = [report.input, report.output];
  const most = Math.max(...shapes.flatMap(({ height, width }) => [height, width]));
  const side = (count: number) => smallest + (largest - smallest) * Math.sqrt(count / most);
  const rise = Math.max(...shapes.map(up));
  const tallest = Math.max(...shapes.map(({ height }) => side(height)));
  const front = (shape: Shape, x: number): Rectangle => {
    const height = side(shape.height);
    return { x, y: margin + rise + (tallest - height) / 2, width: side(shape.width), height };
  };
  const input = front(report.input, margin);
  const output = front(report.output, input.x + input.width + across(report.input) + gap);
  const [window, value] = looks(report, input, output);
  const from = window.x + window.width;
  const rays =
    `M${from} ${window.y}L${value.x} ${value.y}` +
    `M${from} ${window.y + window.height}L${value.x} ${value.y + value.height}`;
  return {
    width: output.x + output.width + across(report.output) + margin,
    height: margin + rise + tallest + margin,
    input: blockAt(report.input, input),
    output: blockAt(report.output, output),
    window,
    value,
    rays,
  };
}
