'use client';

import { type RefObject, useEffect } from 'react';
import { wantedHeight } from './wanted-height';

/**
 * Tells the page around the frame how high it should be, whenever that changes, and again with each `occasion`: the script
 * that listens there may have come later than the frame. Nothing is listened to here.
 */
export function useWantedHeight(
  root: RefObject<HTMLElement | null>,
  stage: RefObject<HTMLElement | null>,
  occasion: string,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: an occasion to say it again
  useEffect(() => {
    if (window.parent === window || !root.current || !stage.current) return;
    let said = 0;
    const say = () => {
      const [whole, map] = [root.current, stage.current];
      if (!whole || !map) return;
      const around = whole.scrollHeight - map.clientHeight;
      const message = wantedHeight(whole.clientWidth, around);
      if (message.height === said) return;
      said = message.height;
      // Whoever frames it may know how high it is.
      window.parent.postMessage(message, '*');
    };
    const observer = new ResizeObserver(say);
    observer.observe(root.current);
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [root, stage, occasion]);
}
