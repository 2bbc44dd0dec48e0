// The one sentence about a net that is too large for what it is to run on.
import type { PlanBuffer } from '../plan/plan.ts';
import { EngineError } from '../spec/messages.ts';

/** "12.0 MiB" */
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Throws EngineError "backend.limit" if `bytes` is more than `limit`. */
export function requireFit(tensor: string, bytes: number, limit: number): void {
  if (bytes > limit)
    throw new EngineError('backend.limit', { tensor, bytes: mebibytes(bytes), limit: mebibytes(limit) });
}

/** Throws EngineError "document.tooLarge" if all buffers together are more than `limit`; returns their bytes. */
export function requireTotalFit(buffers: readonly PlanBuffer[], limit: number): number {
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.bytes, 0);
  if (bytes > limit)
    throw new EngineError('document.tooLarge', { bytes: mebibytes(bytes), limit: mebibytes(limit) });
  return bytes;
}
