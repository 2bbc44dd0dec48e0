// Locally connected layers: a convolution whose every output position has filters and biases of its own.
// y[n,oy,ox,co] = bias[oy,ox,co] + the sum over ky,kx,ci of x[n,iy,ix,ci] * w[oy,ox,ky,kx,ci,co], with
// iy = oy*stride - pad + ky, and zero outside the image.
import { type ConvAttributes, convAttributes, forEachTap } from './convGeometry.ts';
import { defineOp } from './op.ts';

type Left = 'groups' | 'dilationHeight' | 'dilationWidth';
export type LocalAttributes = Omit<ConvAttributes, Left>;
const left: readonly string[] = ['groups', 'dilationHeight', 'dilationWidth'] satisfies Left[];
export const localAttributes = convAttributes.filter(
  (name): name is keyof LocalAttributes => !left.includes(name),
);

export const localPositions = (a: LocalAttributes): number => a.outHeight * a.outWidth;

/** Weights of one position. */
export const localWeights = (a: LocalAttributes): number =>
  a.kernelHeight * a.kernelWidth * a.inChannels * a.outChannels;

/** Multiply-accumulates of one pass, taps that fall on padding included. */
export const localMacs = (a: LocalAttributes): number => a.batch * localPositions(a) * localWeights(a);

/** Weights of one kernel cell between its zeros, packed for the input gradient: channels in panels of 4 and 8. */
export const packedCell = (a: LocalAttributes): number =>
  Math.ceil((4 * Math.ceil(a.inChannels / 4) * a.outChannels) / 16) * 16;

/** Calls `visit` with the first value of the input pixel and of the output pixel, and the first weight of the cell. */
function forEachCell(
  a: LocalAttributes,
  visit: (input: number, output: number, weight: number) => void,
): void {
  forEachTap({ ...a, dilationHeight: 1, dilationWidth: 1 }, (inputPixel, outputPixel, cell) => {
    const position = outputPixel % localPositions(a);
    const weight = position * localWeights(a) + cell * a.inChannels * a.outChannels;
    visit(inputPixel * a.inChannels, outputPixel * a.outChannels, weight);
  });
}

export const localForward = defineOp({
  reads: ['x', 'w', 'bias'],
  optional: ['bias'],
  writes: ['y'],
  attributes: localAttributes,
  flops: (a) => 2 * localMacs(a),
  reference({ x, w, bias, y }, a) {
    for (let i = 0; i < y.length; i++) y[i] = bias ? bias[i % bias.length] : 0;
    forEachCell(a, (input, output, weight) => {
      for (let ci = 0; ci < a.inChannels; ci++)
        for (let co = 0; co < a.outChannels; co++)
          y[output + co] += x[input + ci] * w[weight + ci * a.outChannels + co];
    });
  },
});

export const localBackwardInput = defineOp({
  reads: ['dy', 'w'],
  writes: ['dx'],
  attributes: localAttributes,
  flops: (a) => 2 * localMacs(a),
  workspace: (a) => a.inHeight * packedCell(a),
  reference({ dy, w, dx }, a) {
    dx.fill(0);
    forEachCell(a, (input, output, weight) => {
      for (let ci = 0; ci < a.inChannels; ci++) {
        let sum = 0;
        for (let co = 0; co < a.outChannels; co++)
          sum += dy[output + co] * w[weight + ci * a.outChannels + co];
        dx[input + ci] += sum;
      }
    });
  },
});

export const localBackwardWeight = defineOp({
  reads: ['x', 'dy'],
  writes: ['dw', 'dbias'],
  optional: ['dbias'],
  attributes: localAttributes,
  flops: (a) => 2 * localMacs(a),
  reference({ x, dy, dw, dbias }, a) {
    // Sums run over the batch: they are kept in double precision and rounded once.
    const sums = new Float64Array(dw.length);
    forEachCell(a, (input, output, weight) => {
      for (let ci = 0; ci < a.inChannels; ci++)
        for (let co = 0; co < a.outChannels; co++)
          sums[weight + ci * a.outChannels + co] += x[input + ci] * dy[output + co];
    });
    dw.set(sums);
    if (!dbias) return;
    const biasSums = new Float64Array(dbias.length);
    for (let i = 0; i < dy.length; i++) biasSums[i % dbias.length] += dy[i];
    dbias.set(biasSums);
  },
});
