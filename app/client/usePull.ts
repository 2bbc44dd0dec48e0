// Pull for a React panel: it asks while the panel's element is on the screen and the tab is not hidden.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Pull } from './pull.ts';

interface Options<T> {
  /** Asks the engine; null while there is nothing to ask for. */
  fetch: (() => Promise<T>) | null;
  deliver(value: T): void;
  failed(error: unknown): void;
  live: boolean;
  /** Milliseconds between live requests. */
  interval: number;
  element: RefObject<Element | null>;
  /** When it changes, what is in flight is no longer wanted and a new request is made. */
  question: string;
}

/** Keeps asking as the options say. Returns whole seconds that the panel is behind, 0 up to 2 s. */
export function usePull<T>(options: Options<T>): number {
  const { live, interval, element, question } = options;
  const latest = useRef(options);
  latest.current = options;
  const pullRef = useRef<Pull<T> | null>(null);
  const lookRef = useRef<(() => void) | null>(null);
  const [behind, setBehind] = useState(0);

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const pull = new Pull<T>(
      () => latest.current.fetch?.() ?? Promise.reject(new Error('nothing to ask for')),
      (value) => latest.current.deliver(value),
      (error) => latest.current.failed(error),
    );
    pullRef.current = pull;
    let onScreen = false;
    const look = () => pull.set({ visible: onScreen && !document.hidden && latest.current.fetch !== null });
    const observer = new IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? false;
      look();
    });
    lookRef.current = look;
    observer.observe(target);
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(() => {
      const late = pull.behind();
      setBehind(late > 2000 + latest.current.interval ? Math.floor(late / 1000) : 0);
    }, 500);
    return () => {
      pull.dispose();
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
      pullRef.current = lookRef.current = null;
    };
  }, [element]);

  const ready = options.fetch !== null;
  useEffect(() => pullRef.current?.set({ live, interval }), [live, interval]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether there is anything to ask for is looked up.
  useEffect(() => lookRef.current?.(), [ready]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question is the reason to ask.
  useEffect(() => pullRef.current?.ask(), [question]);
  return behind;
}
