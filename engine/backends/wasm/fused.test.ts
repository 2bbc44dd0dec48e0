// Multiply-adds in one operation. Node 20 has them behind a flag that must be set before anything is compiled.
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import type { ConvAttributes } from '../../ops/convGeometry.ts';
import { forwardSlide } from '../../ops/slide.ts';
import { firstDifference, opCases } from '../../testing/opCases/index.ts';
import { resultsOf, runOnBackend, runReference } from '../../testing/opHarness.ts';
import { createWasmBackend } from './backend.ts';
import { ModuleBuilder } from './emit/module.ts';
import { slideBlueprint } from './kernels/slide.ts';
import { hasFused } from './simd.ts';
import { fastestTile } from './tune.ts';

if (!hasFused()) setFlagsFromString('--experimental-wasm-relaxed-simd');

describe('fused multiply-add', () => {
  it('is left alone unless asked for', async () => {
    expect((await createWasmBackend()).report.fused).toBe(false);
    expect((await createWasmBackend({ fused: true })).report.fused).toBe(true);
  });

  it('has tiles of its own', () => {
    expect(fastestTile(true).fused).toBe(true);
    expect([4, 6, 8]).toContain(fastestTile(true).rows);
    expect(fastestTile(false).fused).toBe(false);
  });

  it('is what the modules of a convolution then hold, and else do not', () => {
    const slide = forwardSlide(opCases.convForward[0].attributes as ConvAttributes);
    const bytesOf = (fused: boolean) => {
      const builder = new ModuleBuilder();
      const tile = { rows: 4, unroll: 1, fused };
      slideBlueprint(slide, tile, { bias: true, relu: false, mask: false }).write(builder);
      return Buffer.from(builder.encode(false));
    };
    const relaxedMadd = Buffer.of(0xfd, 0x85, 0x02);
    expect(bytesOf(true).includes(relaxedMadd)).toBe(true);
    expect(bytesOf(false).includes(relaxedMadd)).toBe(false);
  });

  it.each(['convForward', 'convBackwardInput', 'convBackwardWeight'] as const)(
    '%s is the reference up to rounding',
    async (op) => {
      const backend = await createWasmBackend({ fused: true });
      for (const row of opCases[op]) {
        const expected = runReference(row);
        const actual = await runOnBackend(backend, row);
        for (const role of resultsOf(row))
          expect(firstDifference(actual[role], expected[role], row.tolerance), `${row.title}: ${role}`).toBe(
            '',
          );
      }
    },
  );
});
