// Short sentences for screen readers, about what a key has just done.

/** Id of the live region that App renders. */
export const announcerId = 'announcer';

export function announce(text: string): void {
  const region = document.getElementById(announcerId);
  if (region) region.textContent = text;
}
