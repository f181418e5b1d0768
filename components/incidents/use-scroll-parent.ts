import { type RefObject, useLayoutEffect, useState } from 'react';

/** Where an element lies in what scrolls around it. */
export interface ScrollPlace {
  parent: HTMLElement | null;
  /** From the beginning of what scrolls to the element, in CSS pixels. */
  marginPx: number;
}

/** The element that scrolls around another one, looked up after every drawing since what lies above may have changed. */
export function useScrollParent(element: RefObject<HTMLElement | null>): ScrollPlace {
  const [place, setPlace] = useState<ScrollPlace>({ parent: null, marginPx: 0 });
  useLayoutEffect(() => {
    const inner = element.current;
    const parent = inner && scrollParentOf(inner);
    const marginPx =
      inner && parent
        ? Math.round(
            inner.getBoundingClientRect().top -
              parent.getBoundingClientRect().top +
              parent.scrollTop,
          )
        : 0;
    if (parent !== place.parent || marginPx !== place.marginPx) setPlace({ parent, marginPx });
  });
  return place;
}

function scrollParentOf(element: HTMLElement): HTMLElement | null {
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(outer).overflowY)) return outer;
  }
  return null;
}
