// What a primitive op is: the roles of its tensors, its attributes, its cost, and the plainest loop that
// is right. Every backend has its own version, measured against this one. Ops know nothing of layers.

/** What a reference loop may be handed: float32 in use, float64 in gradient tests, integers for data. */
export type NumericArray = Float32Array | Float64Array | Uint32Array | Uint8Array;

export interface OpDefinition<Role extends string = string, Attribute extends string = string> {
  /** Roles that are only read. */
  reads: readonly Role[];
  /** Roles that are wholly overwritten. */
  writes: readonly Role[];
  /** Roles that are read and changed in place. */
  updates: readonly Role[];
  /** Roles among `reads` and `writes` that a call may leave out. */
  optional: readonly Role[];
  /** Names of the attributes a call carries, all whole numbers unless its file says otherwise. */
  attributes: readonly Attribute[];
  /** Floating-point operations of one call; a multiply-accumulate counts two. */
  flops(attributes: Record<Attribute, number>): number;
  /** float32 values of scratch that device versions may use, under the role "scratch". */
  workspace?(attributes: Record<Attribute, number>): number;
  reference(tensors: Record<Role, NumericArray>, attributes: Record<Attribute, number>): void;
}

type Parts<Role extends string, Attribute extends string> = Pick<
  OpDefinition<Role, Attribute>,
  'flops' | 'workspace' | 'reference'
> & {
  reads?: readonly Role[];
  writes?: readonly Role[];
  updates?: readonly Role[];
  optional?: readonly Role[];
  attributes: readonly Attribute[];
};

/** Fills in the empty lists; the reference is typed by the roles and attributes named. */
export const defineOp = <const Role extends string, const Attribute extends string>(
  parts: Parts<Role, Attribute>,
): OpDefinition =>
  ({ reads: [], writes: [], updates: [], optional: [], ...parts }) as unknown as OpDefinition;
