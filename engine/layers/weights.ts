// How the weights and biases of a layer start, and the fields that choose it: one list for every layer that
// multiplies by weights.
import type { Field } from '../spec/fields.ts';
import type { ArithmeticLine, Initialiser, ParameterSpec } from './layer.ts';

/** Ways in which weights start: what they are called, and where they come from, is in `initialisers`. */
const ways = [
  'he',
  'xavier',
  'xavierFanIn',
  'lecun',
  'torch',
  'torchPositive',
  'gaussian',
  'uniform',
  'constant',
  'dirac',
  'signs',
] as const;
type Way = (typeof ways)[number];

const factor = { texts: 'weights', kind: 'number', max: 1000, step: 0.1 } as const;

/** What the learning rate of all is multiplied by for some parameters of a layer. */
export const rateField = <const Key extends string>(key: Key, when: Field['when']) =>
  ({ key, ...factor, min: 0.001, default: 1, when }) as const;

/** What the decay of all is multiplied by for some parameters of a layer. */
export const decayField = <const Key extends string>(key: Key, standard: number, when: Field['when']) =>
  ({ key, ...factor, min: 0, default: standard, when }) as const;

export const weightFields = [
  { key: 'bias', texts: 'weights', kind: 'boolean', default: true },
  { key: 'initial', texts: 'weights', kind: 'choice', options: ways, default: 'he' },
  {
    key: 'initialScale',
    texts: 'weights',
    kind: 'number',
    min: -10,
    max: 10,
    step: 0.001,
    default: 0.01,
    when: { initial: ['gaussian', 'uniform', 'constant', 'signs'] },
  },
  {
    key: 'initialBias',
    texts: 'weights',
    kind: 'number',
    min: -10,
    max: 10,
    step: 0.1,
    default: 0,
    when: { bias: [true] },
  },
  { key: 'frozen', texts: 'weights', kind: 'boolean', default: false },
  rateField('weightRate', { frozen: [false] }),
  decayField('weightDecay', 1, { frozen: [false] }),
  rateField('biasRate', { bias: [true], frozen: [false] }),
  decayField('biasDecay', 0, { bias: [true], frozen: [false] }),
] as const satisfies readonly Field[];

export interface WeightSettings {
  bias: boolean;
  initial: Way;
  initialScale: number;
  initialBias: number;
  frozen: boolean;
  /** Of a convolution; 1 where it is not given. */
  groups?: number;
  /** What the learning rate and the decay of all are multiplied by for the weights, and for the biases. */
  weightRate: number;
  weightDecay: number;
  biasRate: number;
  biasDecay: number;
}

/** Inputs that one output value sums over, and outputs that one input value goes into; and both as products. */
export interface Fans {
  in: number;
  out: number;
  inFormula: string;
  outFormula: string;
}

interface Rule {
  kind: 'normal' | 'uniform' | 'positive' | 'constant' | 'dirac' | 'signs';
  /** Deviation, bound or value. */
  size(fans: Fans, scale: number): number;
  formula(fans: Fans, scale: number): string;
}

const rooted = (kind: Rule['kind'], numerator: number): Rule => ({
  kind,
  size: (fans) => Math.sqrt(numerator / fans.in),
  formula: (fans) => `sqrt(${numerator}/(${fans.inFormula}))`,
});

const given = (kind: Rule['kind']): Rule => ({
  kind,
  size: (_, scale) => scale,
  formula: (_, scale) => String(scale),
});

/**
 * he: N(0, sqrt(2 / in)) (He et al. 2015). xavier: uniform to sqrt(6 / (in + out)) (Glorot and Bengio 2010).
 * xavierFanIn: uniform to sqrt(3 / in), Caffe's filler of that name. lecun: N(0, sqrt(1 / in)) (LeCun et al. 1998,
 * and ConvNetJS). torch: uniform to 1 / sqrt(in), biases too (Torch7 and PyTorch). torchPositive: the sizes of these, none
 * below 0 (nagadomi's network in network, 2014). dirac: as torch, then the first filters of each group, one for each
 * channel it reads, pass that channel on unchanged. signs: plus or minus the scale, as the fixed codes of LeNet-5's
 * output are.
 */
const rules: Record<Way, Rule> = {
  he: rooted('normal', 2),
  xavier: {
    kind: 'uniform',
    size: (fans) => Math.sqrt(6 / (fans.in + fans.out)),
    formula: (fans) => `sqrt(6/(${fans.inFormula} + ${fans.outFormula}))`,
  },
  xavierFanIn: rooted('uniform', 3),
  lecun: rooted('normal', 1),
  torch: rooted('uniform', 1),
  torchPositive: rooted('positive', 1),
  gaussian: given('normal'),
  uniform: given('uniform'),
  constant: given('constant'),
  dirac: rooted('dirac', 1),
  signs: given('signs'),
};

const initialiserOf = ({ initial, initialScale, groups = 1 }: WeightSettings, fans: Fans): Initialiser => {
  const rule = rules[initial];
  const size = rule.size(fans, initialScale);
  switch (rule.kind) {
    case 'normal':
      return { kind: 'normal', deviation: Math.abs(size) };
    case 'constant':
      return { kind: 'constant', value: size };
    case 'signs':
      return { kind: 'signs', size };
    case 'dirac':
      return { kind: 'dirac', bound: size, groups };
    case 'uniform':
    case 'positive':
      return { kind: rule.kind, bound: Math.abs(size) };
  }
};

/** Ways in which biases are drawn too, and how. */
const biasKinds: Partial<Record<Way, 'uniform' | 'positive'>> = {
  torch: 'uniform',
  torchPositive: 'positive',
  dirac: 'uniform',
};

/** The tensors "weight" and, where there are biases, "bias", in the shapes given. */
export function weightAndBias(
  settings: WeightSettings,
  shapes: { weight: readonly number[]; bias: readonly number[] },
  fans: Fans,
): ParameterSpec[] {
  const { bias, initial, initialBias, frozen } = settings;
  const weight: ParameterSpec = {
    name: 'weight',
    shape: shapes.weight,
    initialiser: initialiserOf(settings, fans),
    decayFactor: settings.weightDecay,
    rateFactor: settings.weightRate,
    frozen,
  };
  if (!bias) return [weight];
  const kind = initialBias === 0 ? biasKinds[initial] : undefined;
  const initialiser: Initialiser = kind
    ? { kind, bound: 1 / Math.sqrt(fans.in) }
    : { kind: 'constant', value: initialBias };
  const factors = { decayFactor: settings.biasDecay, rateFactor: settings.biasRate };
  return [weight, { name: 'bias', shape: shapes.bias, initialiser, ...factors, frozen }];
}

/** How the weights start, such as `sqrt(2/(5*5*3))`: a deviation, a bound or a value. */
export function initialArithmetic(settings: WeightSettings, fans: Fans): ArithmeticLine {
  const { kind, size, formula } = rules[settings.initial];
  const quantity = (
    {
      normal: 'deviation',
      uniform: 'bound',
      positive: 'bound',
      dirac: 'bound',
      constant: 'value',
      signs: 'bound',
    } as const
  )[kind];
  const scale = settings.initialScale;
  return { quantity, formula: formula(fans, scale), result: size(fans, scale) };
}
