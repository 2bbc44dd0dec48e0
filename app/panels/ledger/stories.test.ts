// Every line of the worked examples computed again from its formula, and their nets without a mistake.
import { describe, expect, test } from 'vitest';
import { analyse } from '../../../engine/plan/analyse.ts';
import { evaluateFormula } from '../../../engine/testing/formula.ts';
import { stories } from './stories.ts';

describe.each(stories())('$id', ({ lines, nets }) => {
  test.each(lines)('$key', ({ formula, result }) => expect(evaluateFormula(formula)).toBeCloseTo(result, 9));
  test.each(nets)('the net $key is valid', ({ network }) => expect(analyse(network, 10).valid).toBe(true));
});

test('the nets have the weights that the lines say', () => {
  const [sharing, , stacks] = stories();
  const first = sharing.nets.map(({ network }) => analyse(network, 10).elements[0].parameterCount);
  expect(first).toEqual([34_944, 105_705_600]);
  const weights = stacks.nets.map(({ network }) =>
    analyse(network, 10)
      .elements.slice(2)
      .filter(({ type }) => type === 'conv')
      .reduce((sum, { parameters }) => sum + parameters[0].shape.reduce((a, b) => a * b, 1), 0),
  );
  expect(weights).toEqual([110_592, 200_704]);
});
