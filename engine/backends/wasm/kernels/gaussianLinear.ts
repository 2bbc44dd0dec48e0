// x P(x) and its slope, P being the normal distribution function or its approximation by tanh (ops/gelu.ts), without an
// exponential. The coefficients were fitted in double precision by weighted least squares, with weights that grow where
// the error is greatest, until that was the same everywhere: rounded to floats x P(x) and its slope are right to
// within 6e-7.
import { geluEnd } from '../../../ops/gelu.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import { f32x4, type V128 } from '../emit/value.ts';
import { polynomial, together, type Vectors } from './exponential.ts';

const { const: constant, add, sub, mul, div } = f32x4;

interface Form {
  /** Coefficients of a polynomial p, the highest power first: P(-x) = p(x)^-8 / 2 for x from 0 on. */
  tail: readonly number[];
  /** The slope of x P(x) is 1/2 + x over(x^2) / under(x^2) for x up to `end`, where it is 1. */
  slope: { end: number; over: readonly number[]; under: readonly number[] };
}

/** The tail is that of Abramowitz and Stegun 7.1.28, with two more powers and half the exponent. */
const byError: Form = {
  tail: [
    2.81198815e-6, -1.51903937e-5, 8.94938592e-5, 1.33073526e-4, 9.48458774e-4, 8.61755247e-3, 4.4778607e-2,
    9.97338939e-2, 1,
  ],
  slope: {
    end: 6,
    over: [1.90884406e-7, 3.58505535e-5, 2.41866432e-5, 1.42091654e-2, -3.07433223e-2, 7.97884532e-1],
    under: [8.88745676e-6, 1.93520714e-4, 3.52876641e-3, 4.10647421e-2, 2.94805842e-1, 1],
  },
};

const byTanh: Form = {
  tail: [
    1.16531092e-5, -9.0423559e-5, 4.58886791e-4, -6.13708171e-4, 1.71090127e-3, 8.02128958e-3, 4.49350598e-2,
    9.97163258e-2, 1,
  ],
  slope: {
    end: 5.5,
    over: [
      9.14917484e-10, -2.37458633e-8, 2.93098853e-5, -2.5295626e-4, 1.3281648e-2, -4.64542065e-2,
      7.97885338e-1,
    ],
    under: [5.15698678e-6, 1.18985365e-4, 1.86281879e-3, 3.26264595e-2, 2.76769285e-1, 1],
  },
};

const formOf = (tanhForm: boolean): Form => (tanhForm ? byTanh : byError);

/** x P(x): x less |x| P(-|x|) where x is positive, else only minus that. */
export function gaussianLinear(f: FunctionBuilder, x: Vectors, tanhForm: boolean): Vectors {
  const squared = (values: Vectors) => together(f, values, (value) => mul(value, value));
  const size = together(f, x, (value) => f32x4.pmin(f32x4.abs(value), constant(geluEnd)));
  const divisor = squared(squared(squared(polynomial(f, size, formOf(tanhForm).tail))));
  return together(f, divisor, (value, i) =>
    sub(f32x4.pmax(x[i], constant(0)), div(mul(size[i], constant(0.5)), value)),
  );
}

/** The slope of x P(x): P(x) + x P'(x). */
export function gaussianLinearSlope(f: FunctionBuilder, x: Vectors, tanhForm: boolean): Vectors {
  const { end, over, under } = formOf(tanhForm).slope;
  const within = (value: V128) => f32x4.pmin(f32x4.pmax(value, constant(-end)), constant(end));
  const inside = together(f, x, within);
  const square = together(f, inside, (value) => mul(value, value));
  const [above, below] = [over, under].map((coefficients) => polynomial(f, square, coefficients));
  return together(f, inside, (value, i) => add(constant(0.5), div(mul(value, above[i]), below[i])));
}
