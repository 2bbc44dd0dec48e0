// What was built and may be wanted again: kept by key, the one not asked for the longest let go first.

/** Things kept for programs to come; a net needs about forty, and editing it makes ever new ones. */
export const mostKept = 256;

export class Recent<T> {
  private readonly kept = new Map<string, T>();

  /** The thing of a key, made if it is not kept. */
  get(key: string, make: () => T): T {
    const thing = this.kept.get(key) ?? make();
    // A map keeps the order of insertion: the first is the one not asked for the longest.
    this.kept.delete(key);
    this.kept.set(key, thing);
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
    return thing;
  }
}
