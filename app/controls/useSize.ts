// The width or height of an element in CSS pixels, kept up to date.
import { type RefCallback, useCallback, useState } from 'react';

function useSide<T extends Element>(side: 'width' | 'height'): [RefCallback<T>, number] {
  const [size, setSize] = useState(0);
  const ref = useCallback(
    (element: T | null) => {
      if (!element) return;
      const observer = new ResizeObserver(([entry]) => setSize(Math.round(entry.contentRect[side])));
      observer.observe(element);
      return () => observer.disconnect();
    },
    [side],
  );
  return [ref, size];
}

/** A ref to put on the element, and its width; 0 until it is laid out. */
export const useWidth = <T extends Element>() => useSide<T>('width');

/** A ref to put on the element, and its height; 0 until it is laid out. */
export const useHeight = <T extends Element>() => useSide<T>('height');
