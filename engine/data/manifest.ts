// The list of data sets that are served as files: public/datasets/manifest.json. It says everything
// about a data set before a byte of it is fetched. File names are relative to the list itself.
import { z } from '../zod.ts';
import { DataError } from './dataError.ts';
import type { DatasetInfo, SplitName } from './dataset.ts';
import { recordBytes } from './records.ts';

const text = z.string().check(z.minLength(1));
const positive = z.int().check(z.positive());
const shape = z.strictObject({ height: positive, width: positive, channels: positive });

const file = z.strictObject({
  name: z.string().check(z.regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, 'a path below the list')),
  split: z.enum(['train', 'test']),
  records: positive,
  bytes: positive,
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
});

const entry = z
  .strictObject({
    id: z.string().check(z.regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens')),
    title: text,
    shape,
    classes: z.array(text).check(z.minLength(2), z.maxLength(256)),
    /** Mean and deviation of each channel of the training images, in [0, 1]. */
    statistics: z.strictObject({
      mean: z.array(z.number()),
      deviation: z.array(z.number().check(z.positive())),
    }),
    files: z.array(file).check(z.minLength(1)),
    /** Where the images come from, and what may be done with them. */
    provenance: text,
    citation: text,
  })
  .check(
    z.refine(
      ({ files, shape }) => files.every(({ bytes, records }) => bytes === records * recordBytes(shape)),
      {
        message: 'bytes is not records times the bytes of a record',
        path: ['files'],
      },
    ),
    z.refine(
      ({ shape: { channels }, statistics: { mean, deviation } }) =>
        mean.length === channels && deviation.length === channels,
      { message: 'one mean and one deviation for each channel', path: ['statistics'] },
    ),
  );

const manifest = z.strictObject({ version: z.literal(1), datasets: z.array(entry) });

export type Manifest = z.infer<typeof manifest>;
export type ManifestEntry = z.infer<typeof entry>;
export type ManifestFile = z.infer<typeof file>;

/** Checks a parsed manifest.json. Throws DataError (`manifest`) naming the first field that is wrong. */
export function parseManifest(json: unknown, name = 'manifest.json'): Manifest {
  const result = manifest.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'the document';
  throw new DataError('manifest', { file: name, reason: `${field}: ${issue?.message ?? 'invalid'}` });
}

/** What a data set of the list is, without its files. */
export const infoOf = (value: ManifestEntry): DatasetInfo => ({
  id: value.id,
  title: value.title,
  classes: value.classes,
  shape: value.shape,
  statistics: value.statistics,
});

/** Records of one split of a data set of the list. */
export const recordsOf = (value: ManifestEntry, split: SplitName): number =>
  value.files.reduce((sum, one) => sum + (one.split === split ? one.records : 0), 0);
