// What TypeScript and WGSL must agree on: bindings and their access, constants, the layout of the run's
// counters; that a kernel binds every role of its op as the op says; and that half precision is converted.
import { describe, expect, it } from 'vitest';
import { type OpName, ops } from '../../ops/index.ts';
import * as runStateModule from '../../ops/runState.ts';
import { type Plan, tensorBytes } from '../../plan/plan.ts';
import { Stream } from '../../random.ts';
import randomWgsl from '../../shaders/prelude/random.wgsl?raw';
import runStateWgsl from '../../shaders/prelude/runState.wgsl?raw';
import { nodeGpu } from '../../testing/nodeGpu.ts';
import { opCases } from '../../testing/opCases/index.ts';
import { planOf } from '../../testing/opHarness.ts';
import { type Shown, withArrays } from './arrays.ts';
import { openDevice, requestAdapter } from './device.ts';
import { kernels } from './kernels/index.ts';
import type { Dispatch, Shader } from './kernels/kernel.ts';
import { mergeWordShader } from './transfer.ts';

const names = Object.keys(kernels) as OpName[];
const shaders = [...new Set([...names.flatMap((op) => kernels[op].shaders), mergeWordShader])];

/** Bindings as the WGSL text declares them. */
const declared = ({ code }: Shader) =>
  [...code.matchAll(/@group\((\d+)\)\s*@binding\((\d+)\)\s*var<storage,\s*(\w+)>\s*(\w+)/g)].map(
    ([, group, binding, access, name]) => ({ group: Number(group), binding: Number(binding), access, name }),
  );

const dispatchesOf = (op: OpName, rows = opCases[op], half = false): Dispatch[] =>
  rows.flatMap(({ attributes, ...row }) => {
    const tensors = Object.fromEntries(planOf({ attributes, ...row }, half).tensors);
    return [true, false].flatMap((fastWorkgroupMemory) =>
      kernels[op].dispatches({ attributes, tensors, maxBindingBytes: 4096, fastWorkgroupMemory }),
    );
  });

describe.each(shaders.map((shader) => [shader.name, shader] as const))('shader %s', (_, shader) => {
  it('declares the bindings that TypeScript lists, in order and with the same access', () => {
    const listed = Object.entries(shader.bindings).map(([name, access], binding) => ({
      group: 0,
      binding,
      access,
      name,
    }));
    expect(declared(shader)).toEqual(listed);
  });

  it('uses every binding', () => {
    for (const name of Object.keys(shader.bindings))
      expect(shader.code.match(new RegExp(`\\b${name}\\b`, 'g'))!.length, name).toBeGreaterThan(1);
  });

  it('has a name that no other shader has, since pipelines are cached by it', () =>
    expect(shaders.filter(({ name }) => name === shader.name)).toEqual([shader]));
});

describe.each(names)('kernel of %s', (op) => {
  it('dispatches only shaders it lists, and all of them', () => {
    expect(new Set(dispatchesOf(op).map(({ shader }) => shader))).toEqual(new Set(kernels[op].shaders));
  });

  it('binds every role of the op, read-only where the op only reads', () => {
    const { reads, writes, updates } = ops[op];
    const access = new Map<string, Set<string>>();
    for (const { shader, roles } of dispatchesOf(op))
      for (const [name, mode] of Object.entries(shader.bindings)) {
        const role = roles?.[name] ?? name;
        access.set(role, (access.get(role) ?? new Set()).add(mode));
      }
    access.delete('scratch');
    const changed = [...writes, ...updates];
    expect([...access.keys()].sort()).toEqual([...reads, ...changed].sort());
    for (const role of reads) expect([...access.get(role)!], role).toEqual(['read']);
    for (const role of changed) expect([...access.get(role)!], role).toContain('read_write');
  });

  it('gives exactly the constants that the shader leaves open', () => {
    for (const { shader, constants } of dispatchesOf(op)) {
      const open = [...shader.code.matchAll(/override\s+(\w+)\s*:\s*\w+\s*;/g)].map(([, name]) => name);
      expect(Object.keys(constants).sort()).toEqual(open.sort());
    }
  });

  it('keeps to the grid that every device allows', () => {
    for (const { workgroups } of dispatchesOf(op))
      for (const size of workgroups) expect(size).toBeLessThanOrEqual(65535);
  });
});

describe('half precision', () => {
  /** What the bindings of a dispatch show where activations lie in half precision. */
  const shownBy = (plan: Plan, { shader, roles }: Dispatch): Record<string, Shown> =>
    Object.fromEntries(
      Object.keys(shader.bindings).map((name) => {
        const tensor = plan.tensors.get(roles?.[name] ?? name)!;
        return [name, { dtype: tensor.dtype, bytes: Math.max(4, Math.ceil(tensorBytes(tensor) / 4) * 4) }];
      }),
    );
  const dispatched = names.flatMap((op) =>
    opCases[op].flatMap((row) => {
      const plan = planOf(row, true);
      return dispatchesOf(op, [row], true).map((dispatch) => ({
        ...dispatch,
        shown: shownBy(plan, dispatch),
      }));
    }),
  );

  it('stands in the text wherever the plan has it, and nowhere else', () => {
    for (const { shader, shown } of dispatched) {
      const text = withArrays(shader.code, shown);
      const halves = Object.keys(shown).filter((name) => shown[name].dtype === 'f16');
      expect(text.startsWith('enable f16;\n'), shader.name).toBe(halves.length > 0);
      const written = halves.filter((name) => shader.bindings[name] === 'read_write');
      expect(text.includes('alias Stored = f16;'), shader.name).toBe(written.length > 0);
      for (const { name, access } of declared(shader)) {
        const type = text.match(new RegExp(`${name}: array<(\\w+)`))![1];
        if (halves.includes(name))
          expect(type, `${shader.name}: ${name}`).toBe(access === 'read' ? 'f16' : 'Stored');
        else expect(type, `${shader.name}: ${name}`).not.toBe('f16');
      }
    }
  });

  it('is converted wherever it is read and written', async () => {
    const { handle, destroy } = await openDevice(nodeGpu(), await requestAdapter(nodeGpu()), {});
    // Integers need the very same conversions, and every adapter has them.
    const texts = new Map(
      dispatched.map(({ shader, shown }) => [
        withArrays(shader.code, shown).replace('enable f16;', '').replaceAll('f16', 'i32'),
        shader.name,
      ]),
    );
    for (const [code, name] of texts) {
      const { messages } = await handle.createShaderModule({ code }).getCompilationInfo();
      expect(
        messages.map(({ message }) => message),
        name,
      ).toEqual([]);
    }
    destroy();
  });
});

describe('constants of the preludes', () => {
  const constants = (text: string) =>
    new Map([...text.matchAll(/const (\w+) = (\d+)u;/g)].map(([, name, value]) => [name, Number(value)]));
  const capitalised = (name: string) => name[0].toUpperCase() + name.slice(1);

  it('runState.wgsl is runState.ts', () => {
    const { runState, runHyper, ringLength, outcomeLength } = runStateModule;
    const expected = [
      ...Object.entries(runState).map(([name, place]) => [`state${capitalised(name)}`, place]),
      ...Object.entries(runHyper).map(([name, place]) => [`hyper${capitalised(name)}`, place]),
      ...Object.entries({ ringLength, outcomeLength }),
    ] as [string, number][];
    expect(constants(runStateWgsl)).toEqual(new Map(expected));
  });

  it('random.wgsl has the streams of random.ts', () => {
    const known = constants(randomWgsl);
    expect(known.get('streamOrder')).toBe(Stream.order);
    expect(known.get('streamAugment')).toBe(Stream.augment);
  });
});
