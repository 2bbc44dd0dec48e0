// The width of an element in CSS pixels, kept up to date.
import { type RefCallback, useCallback, useState } from 'react';

/** A ref to put on the element, and its width; 0 until it is laid out. */
export function useWidth<T extends Element>(): [RefCallback<T>, number] {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: T | null) => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry.contentRect.width)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
