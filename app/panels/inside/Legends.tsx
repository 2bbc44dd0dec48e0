// The colour scales that the pictures are drawn with, and what their ends and their middle mean.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { type ColourTable, greyTable } from '../../draw/colourMap.ts';
import { signed, significant } from '../../draw/format.ts';
import { paintPixels } from '../../draw/paintPixels.ts';
import { tablePixels } from '../../draw/pixels.ts';
import { useTheme } from '../../draw/theme.ts';
import { type FrameStore, type ShownView, useFrameOf } from './frame.ts';

interface Props {
  name: string;
  help: string;
  table: ColourTable;
  ticks: readonly [string, string, string];
}

function Legend({ name, help, table, ticks }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) paintPixels(canvas.current, tablePixels(table));
  }, [table]);
  return (
    <Help text={help}>
      <span className="legend">
        <span className="lab">{name}</span>
        <span>
          <canvas ref={canvas} aria-hidden />
          <span className="tk">
            {ticks.map((tick, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: always three, in their places.
              <span key={i}>{tick}</span>
            ))}
          </span>
        </span>
      </span>
    </Help>
  );
}

export function Legends({ store, view }: { store: FrameStore; view: ShownView }) {
  const { t } = useTranslation('inside');
  const { maps: tables } = useTheme();
  const filterScale = useFrameOf(store, view, (frame) => frame?.filters?.scale ?? null);
  const mapScale = useFrameOf(store, view, (frame) => frame?.maps?.scale ?? null);
  const { filters, maps, mode } = view;
  const gradients = mode === 'gradients';
  /** The middle of a scale is known before its ends. */
  const ends = (scale: number | null, zero: string) =>
    scale === null ? (['', zero, ''] as const) : ([signed(-scale, 2), zero, signed(scale, 2)] as const);
  const oneWayEnds = (scale: number | null) =>
    scale === null
      ? (['0', '', ''] as const)
      : (['0', significant(scale / 2, 2), significant(scale, 2)] as const);
  const rgb = filters?.kind === 'rgb';
  return (
    <span className="legends">
      {filters && (
        <Legend
          name={t(gradients ? 'legend.filterGradients' : 'legend.filters')}
          help={t(rgb ? 'legend.rgbHelp' : 'legend.planesHelp')}
          table={rgb ? greyTable : tables.signed}
          ticks={ends(filterScale, rgb ? t('legend.grey') : '0')}
        />
      )}
      {maps && (
        <Legend
          name={t(gradients ? 'legend.mapGradients' : mode === 'relu' ? 'legend.after' : 'legend.maps', {
            layer: maps.layer,
          })}
          help={t(maps.direction === 'signed' ? 'legend.signedHelp' : 'legend.oneWayHelp')}
          table={maps.direction === 'signed' ? tables.signed : tables.oneWay}
          ticks={maps.direction === 'signed' ? ends(mapScale, '0') : oneWayEnds(mapScale)}
        />
      )}
    </span>
  );
}
