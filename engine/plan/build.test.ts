// What every plan keeps to, over all presets and cases, in every program: calls match the definitions of
// their ops, tensors lie inside their buffers, and nothing reads what has been written over.
import { describe, expect, test } from 'vitest';
import { ops } from '../ops/index.ts';
import { type Element, isParallel, walk } from '../spec/document.ts';
import { classesLearned } from '../spec/placing.ts';
import { presets } from '../spec/presets/index.ts';
import { optimiserSlots, parseTraining } from '../spec/training.ts';
import { caseClasses, caseDocument, layerCases } from '../testing/layerCases.ts';
import { analyse } from './analyse.ts';
import { buildPlan } from './build.ts';
import {
  type OpCall,
  type Plan,
  type PlanTensor,
  type ProgramName,
  tensorAlignment,
  tensorBytes,
} from './plan.ts';

const nets = [
  ...presets.map(({ id, network, training }) => ({
    title: id,
    network,
    classes: classesLearned(training, 10),
  })),
  ...Object.entries(layerCases).flatMap(([type, cases]) =>
    cases.map((one) => ({
      title: `${type}: ${one.title}`,
      network: caseDocument(one),
      classes: caseClasses,
    })),
  ),
];

/** The plainest way of the data into a net, and one with every step there is. */
const trainings = [
  parseTraining({ batch: 3 }),
  parseTraining({ batch: 3, normalise: 'pixel', rotation: 5, cutout: 2, mixup: 0.2, testViews: 'airbench6' }),
  parseTraining({ batch: 3, testViews: 'mirror', normalise: 'zca', place: 'random' }),
];

const plansOf = ({ network, classes }: (typeof nets)[number]): Plan[] =>
  trainings.flatMap((training) =>
    (['train', 'inspect'] as const).map((purpose) =>
      buildPlan(analyse(network, classes), { purpose, training, data: { train: 7, test: 5 } }),
    ),
  );

/** Whether a call is of a layer in an auxiliary head, or of a head's loss. */
const isOfHead = ({ layer, tensors }: OpCall, elements: readonly Element[]): boolean =>
  Object.values(tensors).some((name) => /\.head\d+\./.test(name)) ||
  [...walk(elements)].some(
    (element) =>
      isParallel(element) &&
      element.merge === 'head' &&
      [...walk(element.branches.slice(1).flat())].some(({ id }) => id === layer),
  );

const programsOf = (plan: Plan) => Object.entries(plan.programs) as [ProgramName, readonly OpCall[]][];

/** Buffers that hold something before a program begins. */
function given(plan: Plan, program: string): Set<string> {
  const names = [
    'run.state',
    'run.hyper',
    'run.schedule',
    'run.pulls',
    'run.metrics',
    'run.outcomes',
    'input.scale',
    'gradients',
  ];
  names.push('input.mean', 'run.augment', 'run.mixing', 'softmax.shares');
  names.push('input.gain', 'input.bias', 'input.whitening', 'input.whiteningBias');
  if (program === 'inspect' || program === 'classify') names.push('input.output', 'labels');
  const filled = [...plan.tensors.values()].filter(
    ({ kind, name }) => ['parameters', 'optimiser', 'data'].includes(kind) || names.includes(name),
  );
  return new Set(filled.map(({ buffer }) => buffer));
}

/** Whether two tensors have bytes in common. */
const overlap = (a: PlanTensor, b: PlanTensor): boolean =>
  a.buffer === b.buffer && a.offset < b.offset + tensorBytes(b) && b.offset < a.offset + tensorBytes(a);

function checkCall(plan: Plan, { op, tensors, attributes }: OpCall): void {
  const { reads, writes, updates, optional, workspace } = ops[op];
  const roles = [...reads, ...writes, ...updates, ...(workspace?.(attributes) ? ['scratch'] : [])];
  expect(Object.keys(tensors).filter((role) => !roles.includes(role))).toEqual([]);
  expect(roles.filter((role) => !tensors[role] && !optional.includes(role))).toEqual([]);
  expect(Object.keys(attributes).sort()).toEqual([...ops[op].attributes].sort());
  for (const value of Object.values(attributes)) expect(Number.isFinite(value)).toBe(true);
  const placed = Object.entries(tensors).map(([role, name]) => [role, plan.tensors.get(name)!] as const);
  for (const [written, target] of placed.filter(([role]) => [...writes, ...updates].includes(role)))
    for (const [role, tensor] of placed)
      if (role !== written) expect(overlap(target, tensor), `${op}: ${role} lies in ${written}`).toBe(false);
}

/** Walks a program, keeping the name under which each buffer was last written. Copies fill what they change. */
function checkReads(plan: Plan, program: string, calls: readonly OpCall[]): void {
  const known = given(plan, program);
  const lastName = new Map<string, string>();
  const written = new Set<string>();
  for (const { op, tensors } of calls) {
    const { reads, writes, updates } = ops[op];
    for (const role of [...reads, ...(op === 'copyChannels' ? [] : updates)]) {
      const name = tensors[role];
      if (name === undefined) continue;
      const { buffer } = plan.tensors.get(name)!;
      if (known.has(buffer)) continue;
      expect(lastName.has(buffer), `${op} reads ${name}, which nothing wrote`).toBe(true);
      if (written.has(name) && !updates.includes(role))
        expect(lastName.get(buffer), `${op} reads ${name}, which was written over`).toBe(name);
    }
    for (const role of [...writes, ...updates].filter((role) => role in tensors)) {
      written.add(tensors[role]);
      lastName.set(plan.tensors.get(tensors[role])!.buffer, tensors[role]);
    }
  }
}

describe.each(nets)('$title', (net) => {
  test('calls match their ops, and what one writes is none of its other tensors', () => {
    for (const plan of plansOf(net))
      for (const [, calls] of programsOf(plan)) for (const call of calls) checkCall(plan, call);
  });

  test('nothing is read before it is written, nor after it is written over', () => {
    for (const plan of plansOf(net))
      for (const [name, calls] of programsOf(plan)) checkReads(plan, name, calls);
  });

  test('every parameter that learns gets its gradient, once', () => {
    for (const plan of plansOf(net)) {
      const calls = plan.programs.train ?? plan.programs.inspect!;
      const written = calls.flatMap(({ op, tensors }) => ops[op].writes.map((role) => tensors[role]));
      for (const { name } of plan.parameters.filter(({ frozen }) => !frozen))
        expect(written.filter((tensor) => tensor === `${name}.gradient`)).toHaveLength(1);
    }
  });

  test('tensors lie inside their buffers, aligned', () => {
    for (const { buffers, tensors } of plansOf(net)) {
      const bytes = new Map(buffers.map((buffer) => [buffer.name, buffer.bytes]));
      expect(bytes.size).toBe(buffers.length);
      for (const tensor of tensors.values()) {
        expect(tensor.offset % tensorAlignment).toBe(0);
        expect(tensor.offset + tensorBytes(tensor), tensor.name).toBeLessThanOrEqual(
          bytes.get(tensor.buffer)!,
        );
      }
    }
  });

  test('evaluation is the forward pass of training without heads, dropout, draws, smoothed labels and the moments of the batch', () => {
    const [{ programs }] = plansOf(net);
    const apart = [
      'labelSmoothingForward',
      'dropout',
      'fractionalBoundaries',
      'recordOutcomes',
      'advanceEvaluation',
      'batchNormMoments',
      'runningMoments',
    ];
    const forward = (name: ProgramName) =>
      programs[name]!.filter(
        (call) => call.pass === 'forward' && !apart.includes(call.op) && !isOfHead(call, net.network.layers),
      );
    expect(forward('evaluateTest')).toEqual(forward('train'));
    expect(forward('evaluateTrain')).toEqual(forward('train'));
    for (const name of ['evaluateTest', 'evaluateTrain'] as const)
      expect(
        programs[name]!.some(
          (call) => call.op === 'dropout' || call.pass === 'backward' || isOfHead(call, net.network.layers),
        ),
      ).toBe(false);
  });

  test('inspecting shares nothing with training but parameters, what is fixed, and counters', () => {
    const [training, inspecting] = plansOf(net).map(({ buffers }) => buffers.map(({ name }) => name));
    const shared = inspecting.filter((name) => training.includes(name) && name !== 'fixed');
    expect(shared.sort()).toEqual(['parameters', 'run.state']);
  });
});

test('parameters that learn alike lie together, and one call updates each such range', () => {
  for (const optimiser of Object.keys(optimiserSlots).filter((name) => name !== 'muon')) {
    const plan = buildPlan(analyse(presets[0].network, 10), {
      purpose: 'train',
      training: parseTraining({ optimiser }),
      data: { train: 1, test: 1 },
    });
    const names = plan.parameters.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['conv1.weight', 'conv2.weight', 'conv3.weight', 'fc1.weight']);
    const updates = plan.programs.train!.filter(({ op }) => op === optimiser);
    expect(updates.map(({ attributes: { rateFactor, decayFactor } }) => [rateFactor, decayFactor])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    const ranges = updates.map(({ tensors, attributes }) =>
      ['w', 'g', ...optimiserSlots[optimiser as 'sgd']].map((role) => {
        const { offset, shape } = plan.tensors.get(tensors[role])!;
        expect(shape).toEqual([attributes.count]);
        return [offset, offset + 4 * attributes.count];
      }),
    );
    const bias = plan.tensors.get('conv1.bias')!.offset;
    const { bytes } = plan.buffers.find(({ name }) => name === 'parameters')!;
    for (const range of ranges[0]) expect(range).toEqual([0, bias]);
    for (const range of ranges[1]) expect(range).toEqual([bias, bytes]);
  }
});

test('Muon takes filters one layer at a time, SGD the rest', () => {
  const plan = buildPlan(analyse(presets[0].network, 10), {
    purpose: 'train',
    training: parseTraining({ optimiser: 'muon' }),
    data: { train: 1, test: 1 },
  });
  const { length } = plan.parameters.map(({ name }) => name).filter((name) => /^conv\d\.weight/.test(name));
  const calls = plan.programs.train!.filter(({ op }) => op === 'muonStep' || op === 'sgd');
  expect(calls.map(({ op }) => op)).toEqual([...new Array(length).fill('muonStep'), 'sgd', 'sgd']);
  const updated = calls.map(({ tensors: { w } }) => plan.tensors.get(w)!);
  const bytes = updated.reduce((sum, tensor) => sum + Math.ceil(tensorBytes(tensor) / 256) * 256, 0);
  expect(bytes).toBe(plan.buffers.find(({ name }) => name === 'parameters')!.bytes);
});
