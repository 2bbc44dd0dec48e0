// Where the memory goes: bytes of a plan by layer and by kind. It reads the buffers that a backend
// allocates, so the estimate and the allocation cannot differ.
import {
  bytesByKind,
  type MemoryKind,
  memoryKinds,
  type Plan,
  tensorAlignment,
  tensorBytes,
} from './plan.ts';

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

/** Bytes by layer in the order of the stack; rows add up to the totals exactly. */
export function ledgerOf(plan: Plan): Ledger {
  const rows = new Map<string, BytesByKind>();
  const add = (layer: string, kind: MemoryKind, bytes: number) => {
    if (!rows.has(layer)) rows.set(layer, none());
    rows.get(layer)![kind] += bytes;
  };
  const owners = new Map<string, string>();
  const partBytes = new Map<string, number>();
  for (const tensor of plan.tensors.values()) {
    if (!owners.has(tensor.buffer) || tensor.name === tensor.buffer) owners.set(tensor.buffer, tensor.layer);
  }
  for (const parameter of plan.parameters)
    for (const tensor of plan.tensors.values()) {
      const isPart = tensor.layer === parameter.layer && tensor.name.startsWith(`${parameter.name}`);
      if (!isPart || tensor.buffer === tensor.name) continue;
      const bytes = Math.ceil(tensorBytes(tensor) / tensorAlignment) * tensorAlignment;
      add(tensor.layer, tensor.kind, bytes);
      partBytes.set(tensor.buffer, (partBytes.get(tensor.buffer) ?? 0) + bytes);
    }
  for (const buffer of plan.buffers)
    add(owners.get(buffer.name) ?? '', buffer.kind, buffer.bytes - (partBytes.get(buffer.name) ?? 0));
  const totals = bytesByKind(plan.buffers);
  const held = total(totals);
  return {
    rows: [...rows].map(([layer, bytes]) => ({ layer, bytes, total: total(bytes) })),
    totals,
    held,
    working: held - totals.data,
  };
}
