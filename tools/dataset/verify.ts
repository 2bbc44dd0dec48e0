// Proves that six record files are CIFAR-10: their md5, the number of images of each class, and the
// mean and deviation of each channel.
import { cifar10Info } from '../../engine/data/cifar10.ts';
import { type ChannelStatistics, createDataset, type Dataset } from '../../engine/data/dataset.ts';
import { RecordReader } from '../../engine/data/records.ts';
import { channelStatistics, classCounts } from '../../engine/data/statistics.ts';
import type { Batches } from './batches.ts';
import { FILES, OFFICIAL_MD5, RECORDS_PER_FILE, TRAIN_STATISTICS } from './facts.ts';
import { md5Of } from './files.ts';

export interface Report {
  readonly train: number;
  readonly test: number;
  readonly trainPerClass: readonly number[];
  readonly testPerClass: readonly number[];
  readonly statistics: ChannelStatistics;
}

/** The data set in six record files. Throws DataError. */
export function datasetOf(batches: Batches): Dataset {
  const dataset = createDataset(cifar10Info, 5 * RECORDS_PER_FILE, RECORDS_PER_FILE);
  for (const [name, bytes] of batches) {
    const split = name.startsWith('test') ? dataset.test : dataset.train;
    const reader = new RecordReader(split, cifar10Info, name, RECORDS_PER_FILE);
    reader.push(bytes);
    reader.end();
  }
  return dataset;
}

/** Throws an Error that names the first thing that is not as it should be. */
export function verify(batches: Batches): Report {
  for (const name of FILES) {
    const bytes = batches.get(name);
    if (!bytes) throw new Error(`${name} is missing`);
    const md5 = md5Of(bytes);
    if (md5 !== OFFICIAL_MD5[name]) throw new Error(`${name} has md5 ${md5}, not ${OFFICIAL_MD5[name]}`);
  }
  const { info, train, test } = datasetOf(batches);
  const report: Report = {
    train: train.count,
    test: test.count,
    trainPerClass: classCounts(train, info.classes.length),
    testPerClass: classCounts(test, info.classes.length),
    statistics: channelStatistics(train, info.shape),
  };
  if (report.trainPerClass.some((count) => count !== 5000)) throw new Error('training classes are unequal');
  if (report.testPerClass.some((count) => count !== 1000)) throw new Error('test classes are unequal');
  compare('mean', report.statistics.mean, TRAIN_STATISTICS.mean);
  compare('deviation', report.statistics.deviation, TRAIN_STATISTICS.deviation);
  return report;
}

function compare(what: string, found: readonly number[], expected: readonly number[]): void {
  for (const [channel, value] of found.entries()) {
    const wanted = expected[channel] as number;
    if (Math.abs(value - wanted) <= 1e-6) continue;
    throw new Error(`the ${what} of channel ${channel} is ${value}, not ${wanted}`);
  }
}
