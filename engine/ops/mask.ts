// The gradient of a ReLU as the end of the op before it: where `mask`, the ReLU's output, is not above 0, the
// gradient is 0. Ops that may end so have the optional role "mask", in the shape of what they write.
import type { NumericArray } from './op.ts';

export function applyMask(dx: NumericArray, mask: NumericArray | undefined): void {
  if (mask) for (let i = 0; i < dx.length; i++) if (!(mask[i] > 0)) dx[i] = 0;
}
