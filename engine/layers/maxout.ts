// Maxout: of each group of neighbouring channels the largest passes.
import { nearestDivisors } from './divisors.ts';
import { pointWindow } from './geometry.ts';
import { defineLayer } from './layer.ts';

const largestGroup = 256;

export const maxout = defineLayer({
  type: 'maxout',
  family: 'activation',
  fields: [{ key: 'group', kind: 'integer', min: 1, max: largestGroup, default: 2 }],
  elementwise: false,
  idStem: 'maxout',
  summary: (s) => String(s.group),
  window: () => pointWindow,
  shape({ group }, input) {
    const output = (size: number) => ({ ...input, channels: input.channels / size });
    if (input.channels % group === 0) return { ok: true, output: output(group) };
    const fixes = nearestDivisors(input.channels, group, largestGroup)
      .slice(0, 2)
      .map((value) => ({ field: 'group', value, output: output(value) }));
    const values = { group, channels: input.channels };
    return { ok: false, diagnostic: { code: 'maxout.group', values, field: 'group', fixes } };
  },
  parameters: () => [],
  macs: () => 0,
  arithmetic: ({ group }, input, output) => [
    { quantity: 'output', formula: `${input.channels}/${group}`, result: output.channels },
  ],
  emit(emitter, { group }, x, output) {
    const shape = [x.shape[0], output.height, output.width, output.channels];
    const y = emitter.activation('output', shape);
    const winner = emitter.workspace('winner', 'u32', shape);
    const attributes = { count: shape.reduce((a, b) => a * b, 1), group };
    emitter.call('maxoutForward', { x, y, winner }, attributes);
    return {
      output: y,
      backward(dy) {
        if (!emitter.wantsGradient(x)) return null;
        const dx = emitter.gradient(x);
        emitter.call('maxoutBackward', { dy, winner, dx }, attributes);
        return dx;
      },
    };
  },
});
