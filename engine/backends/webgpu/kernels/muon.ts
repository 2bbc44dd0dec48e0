// Kernels of Muon beside its products.
import { normParts } from '../../../ops/metrics.ts';
import { leastNorm, newtonSchulz } from '../../../ops/muon.ts';
import divideByNormWgsl from '../../../shaders/divideByNorm.wgsl?raw';
import muonMomentumWgsl from '../../../shaders/muonMomentum.wgsl?raw';
import muonPolynomialWgsl from '../../../shaders/muonPolynomial.wgsl?raw';
import muonStepWgsl from '../../../shaders/muonStep.wgsl?raw';
import normWgsl from '../../../shaders/prelude/norm.wgsl?raw';
import runStateWgsl from '../../../shaders/prelude/runState.wgsl?raw';
import { flatShader, grid, simpleKernel, valueGrid, valueShader } from './kernel.ts';

/** `partial` is a reserved word of WGSL. */
const roles = { partialSums: 'partial' };

export const muonMomentum = simpleKernel(
  valueShader(
    'muonMomentum',
    { g: 'read', w: 'read', hyper: 'read', state: 'read', velocity: 'read_write', update: 'read_write' },
    runStateWgsl,
    muonMomentumWgsl,
  ),
  ({ count, decayFactor }) => ({ constants: { decayFactor }, workgroups: valueGrid(count) }),
);

export const divideByNorm = simpleKernel(
  valueShader('divideByNorm', { partialSums: 'read', vector: 'read_write' }, normWgsl, divideByNormWgsl),
  ({ count }) => ({ constants: { parts: normParts, leastNorm }, workgroups: valueGrid(count), roles }),
);

export const muonPolynomial = simpleKernel(
  flatShader(
    'muonPolynomial',
    { gram: 'read', square: 'read', polynomial: 'read_write' },
    muonPolynomialWgsl,
  ),
  ({ size }) => {
    const { a, b, c } = newtonSchulz;
    return { constants: { size, a, b, c }, workgroups: grid(size * size) };
  },
);

export const muonStep = simpleKernel(
  valueShader(
    'muonStep',
    {
      ...({ update: 'read', partialSums: 'read', hyper: 'read', schedule: 'read' } as const),
      ...({ state: 'read', w: 'read_write' } as const),
    },
    runStateWgsl,
    normWgsl,
    muonStepWgsl,
  ),
  ({ count, ...constants }) => ({
    constants: { ...constants, parts: normParts, leastNorm },
    workgroups: valueGrid(count),
    roles,
  }),
);
