// The network document: plain JSON, versioned. One schema, made from the layers' own field lists, checks
// it and fills in the defaults; past this edge every document is complete and valid in form.
import { layerOf, layers } from '../layers/index.ts';
import { losses, lossOf } from '../layers/losses/index.ts';
import { z } from '../zod.ts';
import { blockFields, type Merge } from './blockFields.ts';
import { type Field, fieldShape } from './fields.ts';
import { EngineError } from './messages.ts';
import type { Shape } from './shape.ts';

/** A layer of the stack: its id, its type, and its settings under their field names. */
export interface LayerElement {
  id: string;
  type: string;
  [field: string]: unknown;
}

/** Branches side by side over the same input; an empty branch is the identity. */
export interface ParallelElement {
  id: string;
  type: 'parallel';
  merge: Merge;
  /** What the losses of auxiliary heads are multiplied by. */
  weight: number;
  branches: Element[][];
}

export type Element = LayerElement | ParallelElement;

/** What is minimised: a loss and its settings under their field names. */
export interface LossSettings {
  type: string;
  [field: string]: unknown;
}

export interface NetworkDocument {
  version: 1;
  name: string;
  input: Shape;
  layers: Element[];
  /** What it tells apart where that is not what the data set has: the outputs beyond those are never right. */
  classes?: number;
  loss: LossSettings;
}

export const isParallel = (element: Element): element is ParallelElement => element.type === 'parallel';

/** Ids name tensors ("conv1.weight"), so they hold no dot. */
const id = z.optional(z.string().check(z.regex(/^[\p{L}\p{N}_-]{1,40}$/u)));

const layerSchemas = Object.fromEntries(
  layers.map((layer) => [
    layer.type,
    z.strictObject({ id, type: z.literal(layer.type), ...fieldShape(layer.fields) }),
  ]),
);

const parallelSchema = z.strictObject({
  id,
  type: z.literal('parallel'),
  ...fieldShape(blockFields),
  branches: z.array(z.array(z.unknown())).check(z.minLength(2), z.maxLength(16)),
});

const extent = z.int().check(z.gte(1), z.lte(1024));
const documentSchema = z.strictObject({
  version: z.literal(1),
  name: z._default(z.string().check(z.maxLength(80)), 'untitled'),
  input: z.strictObject({ height: extent, width: extent, channels: extent }),
  layers: z.array(z.unknown()).check(z.maxLength(400)),
  classes: z.optional(z.int().check(z.gte(2), z.lte(100_000))),
  loss: z._default(z.looseObject({ type: z.enum(losses.map(({ type }) => type)) }), { type: 'softmax' }),
});

/** Parses with a schema, or throws `code` with the path of the first thing that is wrong. */
export function parseWith<T>(
  schema: z.ZodMiniType<T>,
  value: unknown,
  path: string,
  code: 'document.schema' | 'training.schema',
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = [path, ...issue.path.map(String)].filter(Boolean).join('.');
  throw new EngineError(code, { path: where || 'the top', reason: issue.message });
}

function parseElement(value: unknown, path: string, depth: number): Element {
  const type = (value as { type?: unknown } | null)?.type;
  if (type === 'parallel') {
    if (depth >= 8)
      throw new EngineError('document.schema', { path, reason: 'more than 8 blocks inside each other' });
    const block = parseWith(parallelSchema, value, path, 'document.schema');
    const branches = block.branches.map((branch, b) =>
      branch.map((element, i) => parseElement(element, `${path}.branches.${b}.${i}`, depth + 1)),
    );
    return { ...block, branches } as ParallelElement;
  }
  const schema =
    typeof type === 'string' && Object.hasOwn(layerSchemas, type) ? layerSchemas[type] : undefined;
  if (!schema) {
    const known = [...layers.map((layer) => layer.type), 'parallel'].join(', ');
    const given = typeof type === 'string' ? type : JSON.stringify(type);
    throw new EngineError('document.type', { type: given ?? 'undefined', path, known });
  }
  return parseWith(schema as z.ZodMiniType<Element>, value, path, 'document.schema');
}

/** All elements of a stack, depth first: a block before what it holds. */
export function* walk(elements: readonly Element[]): Generator<Element> {
  for (const element of elements) {
    yield element;
    if (isParallel(element)) for (const branch of element.branches) yield* walk(branch);
  }
}

/** Ids no tensor of a layer may be confused with. */
const reservedIds = ['input', 'softmax', 'run', 'data', 'parameters', 'gradients', 'optimiser', 'labels'];

/** "conv3": the type's stem and the smallest number not taken. */
export function freshId(type: string, taken: ReadonlySet<string>): string {
  const stem = type === 'parallel' ? 'block' : (layerOf(type)?.idStem ?? type);
  let number = 1;
  while (taken.has(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** Gives an id to every element that has none, in place; throws on ids used twice. */
function completeIds(elements: Element[]): void {
  const taken = new Set<string>(reservedIds);
  for (const element of walk(elements)) {
    if (element.id === undefined) continue;
    if (taken.has(element.id)) throw new EngineError('document.duplicateId', { id: element.id });
    taken.add(element.id);
  }
  for (const element of walk(elements)) {
    if (element.id !== undefined) continue;
    element.id = freshId(element.type, taken);
    taken.add(element.id);
  }
}

/** The settings of a loss of a known type; what is absent takes its default. */
export function parseLoss(value: LossSettings): LossSettings {
  const { type, fields } = lossOf(value.type)!;
  const schema = z.strictObject({ type: z.literal(type), ...fieldShape(fields) });
  return parseWith(schema as z.ZodMiniType<LossSettings>, value, 'loss', 'document.schema');
}

/**
 * A complete document from JSON text or a value. Throws EngineError saying what is wrong and where;
 * shapes are not looked at here (see plan/analyse).
 */
export function parseDocument(source: unknown): NetworkDocument {
  let value = source;
  if (typeof source === 'string') {
    try {
      value = JSON.parse(source);
    } catch (error) {
      throw new EngineError('document.json', { reason: (error as Error).message });
    }
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== 1) throw new EngineError('document.version', { version });
  const outline = parseWith(documentSchema, value, '', 'document.schema');
  const elements = outline.layers.map((element, i) => parseElement(element, `layers.${i}`, 0));
  completeIds(elements);
  return { ...outline, layers: elements, loss: parseLoss(outline.loss) } as NetworkDocument;
}

/** Settings without those that have their default. */
function withoutDefaults(settings: Record<string, unknown>, fields: readonly Field[]): object {
  const defaults = new Map(fields.map((field) => [field.key, field.default]));
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => !defaults.has(key) || defaults.get(key) !== value),
  );
}

/** The document without what the defaults already say, for links and files. */
export function compactDocument(document: NetworkDocument): unknown {
  const { layers: elements, loss } = document;
  const compact = (element: Element): unknown =>
    isParallel(element)
      ? {
          ...withoutDefaults({ ...element }, blockFields),
          branches: element.branches.map((branch) => branch.map(compact)),
        }
      : withoutDefaults(element, layerOf(element.type)!.fields);
  return {
    ...document,
    layers: elements.map(compact),
    loss: withoutDefaults(loss, lossOf(loss.type)!.fields),
  };
}
