// Makes sure that CIFAR-10 is in its folder: verifies what is there, else tries one source after the
// other until one gives files that pass.
import { reasonOf } from '../../engine/data/dataError.ts';
import type { Source } from './sources.ts';
import { isComplete, readBatches, writeBatches } from './store.ts';
import { type Report, verify } from './verify.ts';

export interface Prepared {
  readonly report: Report;
  /** Title of the source, or undefined when the files were there. */
  readonly source?: string;
}

/**
 * Says on the console why a source did not give the data, and throws an Error when none did. Nothing is
 * changed then.
 */
export async function prepare(folder: string, sources: readonly Source[]): Promise<Prepared> {
  const present = await verifyPresent(folder);
  if (present) return { report: present };
  for (const { title, read } of sources) {
    console.log(`CIFAR-10 from ${title}`);
    try {
      const batches = await read();
      const report = verify(batches);
      await writeBatches(folder, batches);
      return { report, source: title };
    } catch (error) {
      console.log(`  not from there: ${reasonOf(error)}.`);
    }
  }
  throw new Error('CIFAR-10 could not be had; "npm run dataset -- --from PATH" takes a copy that you have.');
}

async function verifyPresent(folder: string): Promise<Report | undefined> {
  if (!(await isComplete(folder))) return undefined;
  try {
    return verify(await readBatches(folder));
  } catch (error) {
    console.log(`The files in ${folder} are not CIFAR-10 (${reasonOf(error)}); fetching it again.`);
    return undefined;
  }
}
