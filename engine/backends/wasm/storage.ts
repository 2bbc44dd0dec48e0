// The plan's buffers in the memory: one part that holds them all, one after the other.
import { elements, type PlanBuffer, type PlanTensor } from '../../plan/plan.ts';
import type { Storage, TensorData } from '../backend.ts';
import { type Arena, roundUp } from './memory.ts';

/** Bytes after which the places of a processor's nearest cache repeat. */
const pageBytes = 4096;

/** Cache lines that are a fifth of a page. */
const staggerBytes = 13 * 64;

/**
 * The bytes from a buffer to the next. Long buffers are mostly whole pages; each begins a fifth of a page further on than
 * the one before, so that values of one index in several buffers, which are read together, have places of their own.
 */
function roomOf(bytes: number): number {
  if (bytes < 16 * pageBytes) return roundUp(bytes);
  return pageBytes * Math.ceil((bytes - staggerBytes) / pageBytes) + staggerBytes;
}

export class WasmStorage implements Storage {
  private readonly addresses = new Map<string, number>();
  private readonly start: number;
  private readonly bytes: number;
  private destroyed = false;
  /** Numbers of the programs that were compiled for it. */
  readonly programs: number[] = [];

  constructor(
    private readonly arena: Arena,
    readonly owned: readonly PlanBuffer[],
    private readonly parent: Storage | undefined,
    private readonly onDestroy: (programs: readonly number[]) => void,
  ) {
    this.bytes = owned.reduce((sum, { bytes }) => sum + roomOf(bytes), 0);
    this.start = arena.allocate(this.bytes);
    let place = this.start;
    for (const { name, bytes } of owned) {
      this.addresses.set(name, place);
      place += roomOf(bytes);
    }
  }

  has(buffer: string): boolean {
    return this.addresses.has(buffer) || (this.parent?.has(buffer) ?? false);
  }

  private addressOf(buffer: string): number {
    const own = this.addresses.get(buffer);
    if (own !== undefined) return own;
    if (!(this.parent instanceof WasmStorage)) throw new Error(`no buffer "${buffer}" was allocated`);
    return this.parent.addressOf(buffer);
  }

  /** Byte address of a tensor. */
  address({ buffer, offset }: PlanTensor): number {
    return this.addressOf(buffer) + offset;
  }

  /** The live values of a tensor, until the memory grows. */
  view(tensor: PlanTensor): TensorData {
    return new arrayTypes[tensor.dtype as keyof typeof arrayTypes](
      this.arena.memory.buffer,
      this.address(tensor),
      elements(tensor),
    );
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.addresses.clear();
    this.arena.release(this.start, this.bytes);
    this.onDestroy(this.programs);
  }
}

/** Half precision is for WebGPU alone. */
const arrayTypes = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array } as const;
