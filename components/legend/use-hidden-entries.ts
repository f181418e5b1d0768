'use client';

import { type RefObject, useEffect, useState } from 'react';

/** How many children of a list that wraps lie below its first row, kept up to date; `told` changes with what they say. */
export function useHiddenEntries(list: RefObject<HTMLElement | null>, told: string): number {
  const [hidden, setHidden] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other entries are counted anew
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const count = () => {
      const tops = Array.from(element.children, (child) => (child as HTMLElement).offsetTop);
      setHidden(tops.filter((top) => top > (tops[0] ?? 0)).length);
    };
    const observer = new ResizeObserver(count);
    observer.observe(element);
    count();
    return () => observer.disconnect();
  }, [list, told]);
  return hidden;
}
