// The shapes that kernels are timed on: the convolutions of the compared nets, and two matrix products as
// the 1×1 convolutions they are here.
import { type ConvAttributes, convAttributes, productGeometry } from '../../engine/ops/convGeometry.ts';
import { convolutionCalls, nets } from './nets.ts';

export type ConvolutionOp = 'convForward' | 'convBackwardInput' | 'convBackwardWeight';
export const convolutionOps: readonly ConvolutionOp[] = [
  'convForward',
  'convBackwardInput',
  'convBackwardWeight',
];

export interface KernelCase {
  readonly op: ConvolutionOp;
  readonly attributes: ConvAttributes;
}

/** The geometry alone: how a pass ends is not what is timed. */
const geometryOf = (attributes: Readonly<Record<string, number>>): ConvAttributes =>
  Object.fromEntries(convAttributes.map((name) => [name, attributes[name]])) as ConvAttributes;

const convolutionsOf = (net: keyof typeof nets, batch: number): ConvAttributes[] =>
  convolutionCalls(nets[net], batch)
    .filter(({ op, attributes }) => op === 'convForward' && attributes.inHeight > 1)
    .map(({ attributes }) => geometryOf(attributes));

/** Distinct shapes, in the order of the nets. `quick` keeps those of M1 and a product. */
export function kernelShapes(quick: boolean): ConvAttributes[] {
  if (quick) return [...convolutionsOf('M1', 32), productGeometry(256, 256, 256)];
  const all = [
    ...convolutionsOf('M1', 32),
    ...convolutionsOf('M2', 32),
    ...convolutionsOf('M3', 8),
    ...[productGeometry(256, 256, 256), productGeometry(512, 512, 512), productGeometry(32, 4096, 256)],
  ];
  return [...new Map(all.map((one) => [shapeTitle(one), one])).values()];
}

/** "5×5, 16 to 20 channels, 16×16, batch 32", or "512×512 by 512×512" */
export function shapeTitle(a: ConvAttributes): string {
  if (a.inHeight === 1 && a.inWidth === 1)
    return `${a.batch}×${a.inChannels} by ${a.inChannels}×${a.outChannels}`;
  const kernel = `${a.kernelHeight}×${a.kernelWidth}`;
  return `${kernel}, ${a.inChannels} to ${a.outChannels} channels, ${a.inHeight}×${a.inWidth}, batch ${a.batch}`;
}

/** All that a call of a pass is given. */
export const attributesOf = (op: ConvolutionOp, geometry: ConvAttributes): Record<string, number> =>
  op === 'convForward' ? { ...geometry, relu: 0 } : geometry;

/** Values by role, as the op's plan would hold them. */
export function convolutionTensors(op: ConvolutionOp, a: ConvAttributes): Record<string, Float32Array> {
  const values = (count: number) =>
    Float32Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 101 - 0.5);
  const x = values(a.batch * a.inHeight * a.inWidth * a.inChannels);
  const y = values(a.batch * a.outHeight * a.outWidth * a.outChannels);
  const w = values(a.kernelHeight * a.kernelWidth * (a.inChannels / a.groups) * a.outChannels);
  if (op === 'convForward') return { x, w, bias: values(a.outChannels), y };
  return op === 'convBackwardInput' ? { dy: y, w, dx: x } : { x, dy: y, dw: w };
}
