// The facts of CIFAR-10 that do not depend on where its files come from.
import type { DatasetInfo } from './dataset.ts';

export const cifar10Info: DatasetInfo = {
  id: 'cifar10',
  title: 'CIFAR-10',
  classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  shape: { height: 32, width: 32, channels: 3 },
};
