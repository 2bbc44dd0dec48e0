// One at a time: work that shares buffers on a device queues up here.

export class Lock {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after all that was given before it; a failure is the caller's alone. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }
}
