// The room that the cells have, measured; without limit downwards where the page itself scrolls.
import { type RefObject, useLayoutEffect, useState } from 'react';
import { useView } from '../../store/context.tsx';
import type { Room } from './paging.ts';

export function useRoom(element: RefObject<HTMLElement | null>, scrolls: boolean): Room {
  const size = useView((view) => view.size);
  const base = size === 'projector' ? { cell: 96, label: 18 } : { cell: 64, label: 14 };
  const [box, setBox] = useState({ width: 580, height: 310 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const style = getComputedStyle(target);
      const across = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      setBox({ width: target.clientWidth - across, height: target.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return { ...box, height: scrolls ? Number.POSITIVE_INFINITY : box.height, ...base };
}
