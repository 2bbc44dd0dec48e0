// The page's tokens as drawings need them: colours for canvases, tables for colour maps, the axis type.
// Read again whenever the root element's theme or size changes.
import { useSyncExternalStore } from 'react';
import { type ColourMaps, colourTable } from './colourMap.ts';

const inks = [
  'bg',
  'bg-sunken',
  'ink',
  'ink-2',
  'ink-3',
  'train',
  'train-raw',
  'test',
  'grid',
  'axis',
  'cursor',
  'accent',
  'accent-soft',
] as const;

export interface Theme {
  /** Colours by token name. */
  ink: Record<(typeof inks)[number], string>;
  maps: ColourMaps;
  /** Axis type: its size in pixels, and the font of a canvas. */
  axisType: number;
  axisFont: string;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const stops = (family: string) => Array.from({ length: 7 }, (_, i) => token(`${family}-${i + 1}`));
  const axisType = Number.parseFloat(token('t-axis'));
  return {
    ink: Object.fromEntries(inks.map((name) => [name, token(name)])) as Theme['ink'],
    maps: { signed: colourTable(stops('div')), oneWay: colourTable(stops('seq')) },
    axisType,
    axisFont: `${axisType}px ${token('font')}`,
  };
}

const key = (): string => {
  const { theme = '', size = '' } = document.documentElement.dataset;
  return `${theme} ${size}`;
};

let cached: { key: string; theme: Theme } | null = null;

function currentTheme(): Theme {
  const now = key();
  if (cached?.key !== now) cached = { key: now, theme: readTheme() };
  return cached.theme;
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-size'] });
  return () => observer.disconnect();
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, currentTheme);
