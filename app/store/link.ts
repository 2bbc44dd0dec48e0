// The state of the page as the part of its address after "#": what trains on what, with which seed, and how
// it is looked at. Readable where it can be; a net that is no preset is its document, deflated. Reading
// never fails: what cannot be used is left out and named.
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { layerOf } from '../../engine/layers/index.ts';
import { compactDocument, type NetworkDocument, parseDocument } from '../../engine/spec/document.ts';
import type { Field } from '../../engine/spec/fields.ts';
import { EngineError } from '../../engine/spec/messages.ts';
import { presetOf, presets } from '../../engine/spec/presets/index.ts';
import { parseTraining, type TrainingDocument, trainingFields } from '../../engine/spec/training.ts';
import type { BackendChoice, EngineOptions } from '../../engine/worker/protocol.ts';
import { engineChoices, engineOptionNames } from './engines.ts';
import { parseView, type ViewState, viewEntries } from './viewLink.ts';

/** Everything a link holds. `draft` is an edit that is not running yet. */
export interface PageState {
  network: NetworkDocument;
  draft: NetworkDocument;
  training: TrainingDocument;
  dataset: string;
  seed: number;
  engine: BackendChoice;
  engineOptions: EngineOptions;
  autostart: boolean;
  /** The entry that the guide is opened at, "" for its beginning; null leaves it closed. It is not kept in the link. */
  guide: string | null;
  view: Partial<ViewState>;
}

/** A part of a link that could not be used, and why, where there is more to say than its value. */
export interface LinkProblem {
  name: string;
  value: string;
  error: EngineError | null;
}

export const defaultPage = (): PageState => ({
  network: presets[0].network,
  draft: presets[0].network,
  training: presets[0].training,
  dataset: 'cifar10',
  seed: 7,
  engine: 'auto',
  engineOptions: { fused: false, half: false },
  autostart: false,
  guide: null,
  view: {},
});

/** The longest text of a net that is read, in characters. */
const longestNet = 200_000;

/** A document without its defaults, as JSON with the keys of every object in order. */
const canonical = (network: NetworkDocument): string =>
  JSON.stringify(compactDocument(network), (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** Whether two documents say the same, whatever the order of their keys was when they were parsed. */
export const sameNetwork = (a: NetworkDocument, b: NetworkDocument): boolean =>
  a === b || canonical(a) === canonical(b);

/** The preset that is exactly this net, if there is one. */
export const presetLike = (network: NetworkDocument) =>
  presets.find((preset) => sameNetwork(preset.network, network));

/** A document as letters, digits, "-" and "_". */
export function packNetwork(network: NetworkDocument): string {
  const packed = deflateSync(strToU8(canonical(network)), { level: 9 });
  return btoa(strFromU8(packed, true)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** A document from `packNetwork`, or from plain JSON. Throws EngineError. */
export function unpackNetwork(text: string): NetworkDocument {
  if (text.startsWith('{')) return parseDocument(text);
  let json: string;
  try {
    if (text.length > longestNet) throw new Error(`more than ${longestNet} characters`);
    const packed = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    json = strFromU8(inflateSync(strToU8(packed, true)));
  } catch (error) {
    throw new EngineError('document.json', { reason: (error as Error).message });
  }
  return parseDocument(json);
}

const fieldText = (value: unknown): string =>
  typeof value === 'boolean' ? String(Number(value)) : String(value);

function fieldValue(field: Field, text: string): unknown {
  if (field.kind === 'choice') return text;
  if (field.kind === 'boolean') return text === '1' ? true : text === '0' ? false : text;
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

/** The link's text, without "#". */
export function linkOf({
  network,
  draft,
  training,
  dataset,
  seed,
  engine,
  engineOptions,
  view,
}: PageState): string {
  const preset = presetLike(network);
  const entries: [string, string][] = [];
  if (preset) entries.push(['preset', preset.id]);
  entries.push(['data', dataset], ['seed', String(seed)]);
  const base = preset?.training ?? parseTraining({});
  for (const { key } of trainingFields)
    if (training[key] !== base[key]) entries.push([key, fieldText(training[key])]);
  if (engine !== 'auto') entries.push(['engine', engine]);
  for (const option of engineOptionNames) if (engineOptions[option]) entries.push([option, '1']);
  entries.push(...viewEntries(view));
  if (!preset) entries.push(['net', packNetwork(network)]);
  if (!sameNetwork(draft, network)) entries.push(['draft', packNetwork(draft)]);
  return new URLSearchParams(entries).toString();
}

/** The state that a link describes; what is missing or wrong is as on a first visit. */
export function parseLink(hash: string): { state: PageState; problems: LinkProblem[] } {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const state = defaultPage();
  const problems: LinkProblem[] = [];
  const take = (name: string, use: (value: string) => void) => {
    const value = params.get(name);
    params.delete(name);
    if (value === null) return;
    try {
      use(value);
    } catch (error) {
      problems.push({ name, value, error: error instanceof EngineError ? error : null });
    }
  };
  const refuse = (): never => {
    throw new Error('not a value of this name');
  };

  take('preset', (id) => {
    const { network, training } = presetOf(id);
    Object.assign(state, { network, training });
  });
  take('net', (text) => {
    state.network = unpackNetwork(text);
    state.training = parseTraining({});
  });
  state.draft = state.network;
  take('draft', (text) => {
    state.draft = unpackNetwork(text);
  });
  for (const field of trainingFields)
    take(field.key, (text) => {
      state.training = parseTraining({ ...state.training, [field.key]: fieldValue(field, text) });
    });
  // Links of earlier versions say "flip", yes or no, where there is a choice now.
  take('flip', (text) => {
    const flip = text === '1' ? true : text === '0' ? false : text;
    state.training = parseTraining({ ...state.training, flip });
  });
  take('data', (id) => {
    state.dataset = /^[\w-]{1,80}$/.test(id) ? id : refuse();
  });
  take('seed', (text) => {
    state.seed = /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff ? Number(text) : refuse();
  });
  take('engine', (id) => {
    state.engine = engineChoices.find((engine) => engine === id) ?? refuse();
  });
  const flag = (text: string): boolean => text === '1' || (text === '0' ? false : refuse());
  for (const option of engineOptionNames)
    take(option, (text) => {
      state.engineOptions[option] = flag(text);
    });
  take('autostart', (text) => {
    state.autostart = flag(text);
  });
  take('layers', (type) => {
    state.guide = type === '' || layerOf(type) ? type : refuse();
  });
  state.view = parseView(take);
  for (const [name, value] of params) problems.push({ name, value, error: null });
  return { state, problems };
}
