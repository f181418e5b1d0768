import { PAGE_CLOCK } from '@/components/ui/page-clock';
import type { AddressBar } from './view-store';

/** The turn of a day is noticed within this. */
const LOOK_MS = 10_000;

/** The page's clock; it is looked at again when it is set, and when a page is shown that slept. */
export const WINDOW_CLOCK: Pick<AddressBar, 'now' | 'onTick'> = {
  now: PAGE_CLOCK.now,
  onTick: (listener) => {
    const timer = window.setInterval(listener, LOOK_MS);
    document.addEventListener('visibilitychange', listener);
    window.addEventListener('pageshow', listener);
    const endSetting = PAGE_CLOCK.onSet(listener);
    return () => {
      endSetting();
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', listener);
      window.removeEventListener('pageshow', listener);
    };
  },
};
