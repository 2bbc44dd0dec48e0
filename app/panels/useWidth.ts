// The width of an element in pixels, for drawings that fill it.
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width, `initial` before it is known, and the ref for the element. */
export function useWidth<E extends HTMLElement>(initial: number): [number, RefObject<E | null>] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidth(target.clientWidth || initial);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [initial]);
  return [width, element];
}
