// The update of a convolution's filters by Muon: momentum X [rows, filters] is brought near an orthogonal matrix by
// Newton-Schulz steps, X <- X (a I + b G + c G G) with G the products of its columns, and taken as the step. A product
// of matrices is a convolution over one pixel: rows are its batch.
import type { Tensor } from '../layers/emitter.ts';
import type { ConvAttributes } from '../ops/convGeometry.ts';
import { newtonSchulz } from '../ops/muon.ts';
import type { TrainingDocument } from '../spec/training.ts';
import type { Builder } from './builder.ts';
import { elements, type PlanParameter } from './plan.ts';

/** A matrix [rows, inner] times one [inner, columns], as a convolution. */
const product = (rows: number, inner: number, columns: number): ConvAttributes => ({
  ...{ batch: rows, inHeight: 1, inWidth: 1, inChannels: inner },
  ...{ outHeight: 1, outWidth: 1, outChannels: columns, groups: 1 },
  ...{ kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1 },
  ...{ padHeight: 0, padWidth: 0, dilationHeight: 1, dilationWidth: 1 },
});

/**
 * Where filters are not renormalised, steps of wide matrices are larger, by the root of filters over rows (Jordan et
 * al. 2024); where they are, their norm keeps steps in proportion (Jordan's airbench94_muon).
 */
export function emitMuon(
  builder: Builder,
  parameter: PlanParameter,
  { renormalise }: TrainingDocument,
): void {
  const { name, layer, shape, rateFactor, decayFactor } = parameter;
  const filters = shape[shape.length - 1];
  const count = elements({ shape });
  const rows = count / filters;
  builder.within(layer, 'update', () => {
    const w = builder.get(name);
    const [hyper, partial] = [builder.get('run.hyper'), builder.get('run.normParts')];
    const { state } = builder;
    const [first, second] = ['first', 'second'].map((one) => builder.sharedWorkspace(`muon.${one}`, shape));
    const velocity = builder.get(`${name}.velocity`);
    const g = builder.get(`${name}.gradient`);
    builder.call('muonMomentum', { g, w, hyper, state, velocity, update: first }, { count, decayFactor });
    builder.call('gradientNorm', { g: first, partial }, { count });
    builder.call('divideByNorm', { partial, vector: first }, { count });
    const update = emitNewtonSchulz(builder, [first, second], rows, filters);
    builder.call('gradientNorm', { g: w, partial }, { count });
    const scale = renormalise ? 1 : Math.sqrt(Math.max(1, filters / rows));
    builder.call(
      'muonStep',
      { update, partial, hyper, schedule: builder.get('run.schedule'), state, w },
      { count, filters, rateFactor, decayFactor, scale, renormalise: Number(renormalise) },
    );
  });
}

/** Takes the steps, to and fro between two tensors, and returns the one with the result. */
function emitNewtonSchulz(
  builder: Builder,
  [first, second]: readonly Tensor[],
  rows: number,
  filters: number,
): Tensor {
  const square = [1, 1, filters, filters];
  const [gram, gramSquare, polynomial] = ['gram', 'gramSquare', 'polynomial'].map((one) =>
    builder.sharedWorkspace(`muon.${one}`, square),
  );
  let [x, y] = [first, second];
  for (let step = 0; step < newtonSchulz.steps; step++) {
    builder.call('convBackwardWeight', { x, dy: x, dw: gram }, product(rows, filters, filters));
    const squared = { ...product(filters, filters, filters), relu: 0 };
    builder.call('convForward', { x: gram, w: gram, y: gramSquare }, squared);
    builder.call('muonPolynomial', { gram, square: gramSquare, polynomial }, { size: filters });
    builder.call('convForward', { x, w: polynomial, y }, { ...product(rows, filters, filters), relu: 0 });
    [x, y] = [y, x];
  }
  return x;
}
