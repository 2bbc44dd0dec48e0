// The one memory all kernels work in, and who holds which part of it. Parts that are given back are used
// again; the memory itself only grows.
import { EngineError } from '../../spec/messages.ts';
import { mebibytes } from '../limits.ts';
import { mostPages } from './emit/module.ts';

const pageBytes = 65536;

/** Parts begin at cache lines. */
const alignment = 64;

/** Kernels read whole vectors, and may read a little past the end of the last part. */
const slack = 64;

export const mostBytes = mostPages * pageBytes - slack;

interface Part {
  start: number;
  bytes: number;
}

/** The bytes of whole cache lines that hold `bytes`. */
export const roundUp = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

export class Arena {
  readonly memory: WebAssembly.Memory;
  /** Parts that are free, by address; neighbours are joined. */
  private free: Part[] = [];
  /** Beyond it nothing was ever used, and all is 0. */
  private end = alignment;

  /** Throws RangeError where the platform cannot set aside the addresses, as some do for shared memory. */
  constructor(readonly shared: boolean) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  }

  /** An arena that threads can share, or one for this thread alone where that is not to be had. */
  static open(shared: boolean): Arena {
    try {
      return new Arena(shared);
    } catch (error) {
      if (!shared) throw error;
      return new Arena(false);
    }
  }

  /** Address of `bytes` zeroed bytes; throws EngineError "document.tooLarge" or "backend.memory". */
  allocate(bytes: number): number {
    const size = roundUp(bytes);
    const hole = this.free.find((part) => part.bytes >= size);
    if (!hole) return this.extend(size);
    const { start } = hole;
    hole.start += size;
    hole.bytes -= size;
    this.free = this.free.filter((part) => part.bytes > 0);
    new Uint8Array(this.memory.buffer, start, size).fill(0);
    return start;
  }

  private extend(size: number): number {
    const start = this.end;
    this.reserve(start + size + slack);
    this.end = start + size;
    return start;
  }

  private reserve(bytes: number): void {
    const pages = Math.ceil(bytes / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (pages <= 0) return;
    try {
      this.memory.grow(pages);
    } catch {
      throw new EngineError('backend.memory', { bytes: mebibytes(bytes) });
    }
  }

  /** Gives back what `allocate` returned for as many bytes. */
  release(start: number, bytes: number): void {
    const parts = [...this.free, { start, bytes: roundUp(bytes) }].sort((a, b) => a.start - b.start);
    this.free = [];
    for (const part of parts) {
      const last = this.free.at(-1);
      if (last && last.start + last.bytes === part.start) last.bytes += part.bytes;
      else this.free.push(part);
    }
  }
}
