// How the page is looked at, as entries of the link: only what differs from a plain first visit.
import { z } from '../../engine/zod.ts';
import type { ViewState } from './view.ts';

export type { ViewState } from './view.ts';

const flag = z.pipe(
  z.enum(['0', '1']),
  z.transform((text) => text === '1'),
);
const number = (form: RegExp) => z.pipe(z.string().check(z.regex(form)), z.transform(Number));
const index = number(/^\d{1,6}$/);

/** The link's name of each field of the view, and how its text is read. */
const entries = {
  language: ['lang', z.enum(['en', 'zh-CN'])],
  theme: ['theme', z.enum(['light', 'dark'])],
  size: ['size', z.enum(['normal', 'projector'])],
  tab: ['tab', z.enum(['network', 'run', 'inside', 'ledger', 'predictions'])],
  smoothing: ['smoothing', number(/^0(\.\d{1,6})?$/)],
  logScale: ['log', flag],
  table: ['table', flag],
  inside: ['inside', z.enum(['values', 'relu', 'gradients'])],
  example: ['image', index],
  channel: ['channel', index],
  predictions: ['predictions', z.enum(['all', 'wrong'])],
  ledgerBars: ['bars', z.enum(['memory', 'parameters', 'macs'])],
} as const satisfies Partial<Record<keyof ViewState, readonly [string, z.ZodMiniType]>>;

/** Fields that the link keeps; the others belong to the moment. */
export const linkedFields = Object.keys(entries) as (keyof typeof entries)[];

/** The names and texts of the fields that are given. */
export const viewEntries = (view: Partial<ViewState>): [string, string][] =>
  linkedFields.flatMap((field): [string, string][] => {
    const value = view[field];
    if (value === undefined) return [];
    return [[entries[field][0], typeof value === 'boolean' ? String(Number(value)) : String(value)]];
  });

/** The fields that a link gives; `take` hands over the text of a name and notes what throws. */
export function parseView(take: (name: string, use: (text: string) => void) => void): Partial<ViewState> {
  const view: Record<string, unknown> = {};
  for (const field of linkedFields) {
    const [name, schema] = entries[field];
    take(name, (text) => {
      view[field] = schema.parse(text);
    });
  }
  return view as Partial<ViewState>;
}
