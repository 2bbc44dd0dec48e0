// Under the cells: how all values are spread, and the figures of the layer.
import { scaleSqrt } from 'd3';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../../controls/Help.tsx';
import { cssColour } from '../../draw/colourMap.ts';
import { count, noValue, significant } from '../../draw/format.ts';
import { binColour, binCount, histogram } from '../../draw/histogram.ts';
import { type Theme, useTheme } from '../../draw/theme.ts';
import { useView } from '../../store/context.tsx';
import { useClassName } from '../useClassName.ts';
import { deadImages } from './deadUnits.ts';
import { type Frame, type FrameStore, type ShownView, shows, useFrame, useFrameOf } from './frame.ts';
import { type Probe, pixelOf } from './probe.ts';

function paintHistogram(canvas: HTMLCanvasElement, { maps, view }: Frame, theme: Theme): void {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!maps || !view.maps || width === 0) return;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const bins = histogram(maps.tensor.data, maps.scale, view.maps.direction);
  const y = scaleSqrt([0, Math.max(...bins)], [0, height - 3]);
  const table = view.maps.direction === 'signed' ? theme.maps.signed : theme.maps.oneWay;
  const step = width / binCount;
  context.strokeStyle = theme.ink.axis;
  context.lineWidth = 0.5;
  for (const [bin, n] of bins.entries()) {
    if (n === 0) continue;
    const tall = Math.max(1, y(n));
    context.fillStyle = cssColour(table, binColour(bin, table.length / 3));
    context.beginPath();
    context.rect(bin * step + 0.5, height - 1 - tall, step - 1, tall);
    context.fill();
    context.stroke();
  }
}

function Histogram({ store, view }: { store: FrameStore; view: ShownView }) {
  const { t } = useTranslation('inside');
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => {
      if (canvas.current && shows(store.frame, view)) paintHistogram(canvas.current, store.frame, theme);
      else if (canvas.current) canvas.current.width = 1;
    };
    draw();
    return store.subscribe(draw);
  }, [store, view, theme]);
  const values = useFrameOf(store, view, (frame) => frame?.maps?.tensor.data.length ?? null);
  const scale = useFrameOf(store, view, (frame) => (frame?.maps ? significant(frame.maps.scale, 2) : ''));
  const gradients = view.mode === 'gradients';
  const title =
    values === null
      ? t(gradients ? 'foot.noGradients' : 'foot.noValues')
      : t(gradients ? 'foot.gradientCount' : 'foot.valueCount', { count: values, shown: count(values) });
  const signedScale = view.maps?.direction === 'signed';
  return (
    <div className="spread">
      <div className="lab">{title}</div>
      <canvas ref={canvas} role="img" aria-label={title} />
      <div className="tk">
        <span>{signedScale ? scale && `\u2212${scale}` : '0'}</span>
        {signedScale && <span>0</span>}
        <span>{signedScale ? scale && `+${scale}` : scale}</span>
      </div>
    </div>
  );
}

interface FactProps {
  name: string;
  help?: string;
  /** Left out where there is little room. */
  spare?: boolean;
  children: ReactNode;
}

const Fact = ({ name, help, spare = false, children }: FactProps) => (
  <>
    {help ? (
      <Help text={help}>
        <dt className={spare ? 'spare' : ''}>{name}</dt>
      </Help>
    ) : (
      <dt className={spare ? 'spare' : ''}>{name}</dt>
    )}
    <dd className={spare ? 'spare' : ''}>{children}</dd>
  </>
);

/** The value where one looks, and where that is. */
function ProbeFact({ store, probe, view }: { store: FrameStore; probe: Probe; view: ShownView }) {
  const { t } = useTranslation('inside');
  const selected = Math.min(
    useView((state) => state.channel),
    view.cells - 1,
  );
  const className = useClassName();
  const state = useSyncExternalStore(probe.subscribe, probe.getState);
  const shape = view.maps!.shape;
  const { cell, x, y } = pixelOf(state, shape, Math.min(selected, view.cells - 1));
  const value = useFrameOf(store, view, (frame) =>
    frame?.maps
      ? significant(frame.maps.tensor.data[(y * shape.width + x) * shape.channels + cell])
      : noValue,
  );
  const name = view.cell === 'class' ? className(cell) : String(cell + 1);
  const single = shape.height * shape.width === 1;
  const what = t(`cells.${view.cell}Short`, { name });
  return <Fact name={single ? what : t('foot.at', { what, x, y })}>{value}</Fact>;
}

function DeadFact({ store, view }: { store: FrameStore; view: ShownView }) {
  const { t } = useTranslation('inside');
  const images = useFrame(store, () => store.dead.images);
  const dead = useFrame(store, () => store.dead.dead.size);
  if (view.aliveTensor === null) return null;
  return (
    <Fact name={t('foot.dead')} help={t('foot.deadHelp', { images: deadImages })}>
      {images === 0 ? (
        noValue
      ) : (
        <span className={dead > 0 ? 'warn' : ''}>
          {t('foot.deadOf', { dead, units: view.cells })}
          {images < deadImages && t('foot.deadSoFar', { count: images, images })}
        </span>
      )}
    </Fact>
  );
}

export function Foot({ store, probe, view }: { store: FrameStore; probe: Probe; view: ShownView }) {
  const { t } = useTranslation('inside');
  const range = useFrameOf(store, view, (frame) =>
    frame?.maps
      ? t('foot.rangeText', {
          min: significant(frame.maps.summary.min),
          max: significant(frame.maps.summary.max),
        })
      : noValue,
  );
  const deviation = useFrameOf(store, view, (frame) =>
    frame?.filters ? significant(frame.filters.summary.deviation) : noValue,
  );
  const change = useFrameOf(store, view, (frame) =>
    frame?.change ? significant(frame.change.ratio, 2) : noValue,
  );
  const steps = useFrameOf(store, view, (frame) => frame?.change?.steps ?? 0);
  const gradients = view.mode === 'gradients';
  return (
    <div className="foot">
      {view.maps && <Histogram store={store} view={view} />}
      <dl className="facts">
        {view.maps && <ProbeFact store={store} probe={probe} view={view} />}
        <Fact name={t(gradients ? 'foot.gradientRange' : 'foot.range')}>{range}</Fact>
        <DeadFact store={store} view={view} />
        {view.filters && (
          <Fact spare={!gradients} name={t(gradients ? 'foot.gradientDeviation' : 'foot.deviation')}>
            {deviation}
          </Fact>
        )}
        {view.filters && !gradients && (
          <Fact name={t('foot.change', { count: steps, shown: count(steps) })} help={t('foot.changeHelp')}>
            {change}
          </Fact>
        )}
      </dl>
    </div>
  );
}
