import type { AddressBar } from './view-store';

/** The turn of a day is noticed within this. */
const LOOK_MS = 10_000;

/** The reader's clock; it is looked at again when a page is shown that slept. */
export const WINDOW_CLOCK: Pick<AddressBar, 'now' | 'onTick'> = {
  now: () => Date.now(),
  onTick: (listener) => {
    const timer = window.setInterval(listener, LOOK_MS);
    document.addEventListener('visibilitychange', listener);
    window.addEventListener('pageshow', listener);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', listener);
      window.removeEventListener('pageshow', listener);
    };
  },
};
