'use client';

import { useSyncExternalStore } from 'react';

/** As much of a window as tells how fine its screen is. */
type Screen = Pick<Window, 'devicePixelRatio' | 'matchMedia'>;

/** Device pixels for a CSS pixel, kept up to date; 1 on the server. */
export function useScreenRatio(): number {
  return useSyncExternalStore(
    followWindow,
    () => window.devicePixelRatio,
    () => 1,
  );
}

function followWindow(listener: () => void): () => void {
  return followScreenRatio(window, listener);
}

/** Calls back when the window goes to a screen of another density, or is zoomed; the returned function ends that. */
export function followScreenRatio(screen: Screen, listener: () => void): () => void {
  // A query asks for one density, so each change asks for the next.
  const ask = () => {
    const list = screen.matchMedia(`(resolution: ${screen.devicePixelRatio}dppx)`);
    list.addEventListener('change', changed);
    return list;
  };
  const changed = () => {
    asked.removeEventListener('change', changed);
    asked = ask();
    listener();
  };
  let asked = ask();
  return () => asked.removeEventListener('change', changed);
}
