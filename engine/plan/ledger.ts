// Where the memory goes: bytes of a plan by layer and by kind. It reads the buffers that a backend
// allocates, so the estimate and the allocation cannot differ.
import { bytesByKind, type MemoryKind, memoryKinds, type Plan } from './plan.ts';

export type BytesByKind = Record<MemoryKind, number>;

export interface LedgerRow {
  /** Layer id; "input", "softmax", or "" for what belongs to no layer: counters, scratch, data. */
  layer: string;
  bytes: BytesByKind;
  total: number;
}

export interface Ledger {
  rows: readonly LedgerRow[];
  totals: BytesByKind;
  /** Everything, data included. */
  held: number;
  /** Everything but the data set. */
  working: number;
}

const none = (): BytesByKind => Object.fromEntries(memoryKinds.map((kind) => [kind, 0])) as BytesByKind;
const total = (bytes: BytesByKind): number => memoryKinds.reduce((sum, kind) => sum + bytes[kind], 0);

/** The layers that share a buffer, by the offset at which the part of each begins. */
function partsByBuffer(plan: Plan): Map<string, Map<number, string>> {
  const parts = new Map(plan.buffers.map(({ name }) => [name, new Map<number, string>()]));
  for (const { buffer, offset, layer } of plan.tensors.values()) {
    const known = parts.get(buffer)!;
    if (layer !== '' && !known.has(offset)) known.set(offset, layer);
  }
  return parts;
}

/**
 * Bytes by layer; rows add up to the totals exactly. A buffer counts for the layer that declared it, also
 * where later layers write over it; an arena counts for the layers whose parts it holds.
 */
export function ledgerOf(plan: Plan): Ledger {
  const rows = new Map<string, BytesByKind>();
  const parts = partsByBuffer(plan);
  const add = (layer: string, kind: MemoryKind, bytes: number) => {
    if (!rows.has(layer)) rows.set(layer, none());
    rows.get(layer)![kind] += bytes;
  };
  const inKindOrder = memoryKinds.flatMap((kind) => plan.buffers.filter((buffer) => buffer.kind === kind));
  for (const { name, kind, bytes } of inKindOrder) {
    const starts = [...parts.get(name)!].sort(([a], [b]) => a - b);
    if (starts.length === 0) add('', kind, bytes);
    for (const [index, [offset, layer]] of starts.entries())
      add(layer, kind, (starts[index + 1]?.[0] ?? bytes) - offset);
  }
  const totals = bytesByKind(plan.buffers);
  const held = total(totals);
  return {
    rows: [...rows].map(([layer, bytes]) => ({ layer, bytes, total: total(bytes) })),
    totals,
    held,
    working: held - totals.data,
  };
}
