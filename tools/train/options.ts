// The command line of `npm run train`: reads it, checks it, and says in one sentence what is wrong.
import { parseArgs } from 'node:util';
import type { BackendId, EngineOptions } from '../../engine/backends/backend.ts';
import { presets } from '../../engine/spec/presets/index.ts';
import { type TrainingDocument, trainingFields } from '../../engine/spec/training.ts';

/** Names in lines of the help, beside the options. */
function listed(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 76) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(name);
  }
  return lines.map((line) => `${' '.repeat(21)}${line}`).join('\n');
}

export const USAGE = `npm run train -- [OPTIONS]

Trains a network without a page and prints losses, images per second and the accuracy on the whole
test split.

  --recipe NAME      a net with all that its source says of training: data, settings and length, of which
                     other options change what they name:
${listed(presets.map(({ id }) => id))}
  --preset NAME      the same net and settings, on CIFAR-10 for one epoch unless told
                     (${presets[0].id} unless told)
  --network FILE     a network document (JSON) in the place of a preset
  --load FILE        goes on from a saved run: its net, its settings, its data set, its seed
  --data ID          cifar10, cifar10-mini, shapes, or a folder with IDX files as MNIST's, an archive or
                     .bin files of CIFAR-10 (cifar10 unless told)
  --epochs N         how long: passes over the training images (1 unless told or in the recipe),
  --steps N            or steps,
  --examples N         or images, rounded up to whole batches
  --seed N           initial weights, order, augmentation and dropout (1 unless told)
  --batch N          images in a step
  --set KEY=VALUE    any other training setting; may be given several times:
                     ${trainingFields.map(({ key }) => key).join(' ')}
  --backend ID       webgpu, wasm or reference (unless told, on a graphics adapter
                     the faster of webgpu and wasm with this net, else wasm)
  --fused            wasm multiplies and adds in one operation, where it can
  --half             webgpu stores activations in half precision, where it can
  --save FILE        writes the run as safetensors at the end
  --json             one JSON object in each line, with every step
  --help             these lines

Ctrl+C ends the training early; the accuracy is then not measured, but --save still saves.`;

export type Duration = { unit: 'epochs' | 'steps' | 'examples'; amount: number };

/** Where the net and its weights come from. */
export type Source =
  | { kind: 'preset'; id: string }
  | { kind: 'network'; file: string }
  | { kind: 'saved'; file: string };

export interface TrainOptions {
  source: Source;
  /** Data set, or null for that of the saved run. */
  data: string | null;
  /** Null for as long as the settings say. */
  duration: Duration | null;
  seed: number;
  backend: 'auto' | BackendId;
  engine: EngineOptions;
  /** Settings that differ from the preset's or the saved run's; checked by parseTraining. */
  settings: Partial<TrainingDocument>;
  save: string | null;
  json: boolean;
  help: boolean;
}

/** A mistake in the command line: its message is all that a person needs. */
export class UsageError extends Error {}

const text = { type: 'string' } as const;
const config = {
  recipe: text,
  preset: text,
  network: text,
  load: text,
  data: text,
  epochs: text,
  steps: text,
  examples: text,
  seed: text,
  batch: text,
  set: { type: 'string', multiple: true },
  backend: text,
  fused: { type: 'boolean', default: false },
  half: { type: 'boolean', default: false },
  save: text,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof config }>>['values'];
const durations = ['epochs', 'steps', 'examples'] as const;

/** Reads the arguments; throws UsageError. */
export function parseOptions(args: string[]): TrainOptions {
  const values = read(args);
  return {
    source: sourceOf(values),
    data: values.load ? null : (values.data ?? 'cifar10'),
    duration: durationOf(values),
    seed: values.seed === undefined ? 1 : whole('seed', values.seed, 0, 2 ** 32 - 1),
    backend: backendOf(values.backend),
    engine: { fused: values.fused, half: values.half },
    settings: settingsOf(values),
    save: values.save ?? null,
    json: values.json,
    help: values.help,
  };
}

function read(args: string[]): Values {
  try {
    return parseArgs({ args, options: config }).values;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\. To specify|\n/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}; --help lists the options.`);
  }
}

function sourceOf({ recipe, preset, network, load, data, seed }: Values): Source {
  const given = Object.entries({ recipe, preset, network, load }).filter(([, value]) => value !== undefined);
  if (given.length > 1)
    throw new UsageError(`Give only one of ${given.map(([name]) => `--${name}`).join(', ')}.`);
  if (load !== undefined) {
    const named = data !== undefined ? 'data' : seed !== undefined ? 'seed' : null;
    if (named) throw new UsageError(`--load brings its own ${named}: leave --${named} out.`);
    return { kind: 'saved', file: load };
  }
  if (network !== undefined) return { kind: 'network', file: network };
  return { kind: 'preset', id: recipe ?? preset ?? presets[0].id };
}

function durationOf(values: Values): Duration | null {
  const given = durations.filter((unit) => values[unit] !== undefined);
  if (given.length > 1)
    throw new UsageError(`Give only one of ${given.map((unit) => `--${unit}`).join(', ')}.`);
  if (given.length === 0 && values.recipe !== undefined) return null;
  const [unit = 'epochs'] = given;
  const value = values[unit] ?? '1';
  const amount = unit === 'epochs' ? Number(value) : whole(unit, value, 1, 2 ** 31);
  if (!(amount > 0 && Number.isFinite(amount)))
    throw new UsageError(`--epochs needs a number above 0, not "${value}".`);
  return { unit, amount };
}

function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} needs a whole number from ${least} to ${most}, not "${value}".`);
}

const backends: BackendId[] = ['webgpu', 'wasm', 'reference'];

function backendOf(value: string | undefined): TrainOptions['backend'] {
  if (value === undefined) return 'auto';
  const known = backends.find((id) => id === value);
  if (known) return known;
  throw new UsageError(`--backend is webgpu, wasm or reference, not "${value}".`);
}

function settingsOf({ batch, set = [] }: Values): Partial<TrainingDocument> {
  const pairs = [...(batch === undefined ? [] : [`batch=${batch}`]), ...set];
  return Object.fromEntries(pairs.map(settingOf));
}

/** "learningRate=0.02" as a key and a value of its kind. */
function settingOf(pair: string): [string, unknown] {
  const [key, value = ''] = pair.split(/=(.*)/s);
  const field = trainingFields.find((one) => one.key === key);
  if (!field) {
    const known = trainingFields.map((one) => one.key).join(', ');
    throw new UsageError(`There is no training setting "${key}"; known settings: ${known}.`);
  }
  if (field.kind === 'choice') return [key, value];
  if (field.kind === 'boolean') {
    if (value !== 'true' && value !== 'false')
      throw new UsageError(`${key} is true or false, not "${value}".`);
    return [key, value === 'true'];
  }
  if (value.trim() === '' || Number.isNaN(Number(value)))
    throw new UsageError(`${key} needs a number, not "${value}".`);
  return [key, Number(value)];
}
