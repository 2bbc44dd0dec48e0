// Waiting with a limit, for what another thread may never do.

/** Whether something happens within so many milliseconds. */
export function within(happening: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    void happening.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
