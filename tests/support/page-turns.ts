import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** See `countTurns`. */
    pausesMs?: () => number[];
  }
}

const BEAT_MS = 10;

/** When something was seen in a page, and the pauses of the second before in which the page had no turn. */
export interface SeenInPage {
  /** By the clock that all pages and processes of this machine share. */
  atMs: number;
  pausesMs: number[];
}

/** Lets a page count what it waits for its turn, until it is left: a machine whose processors others have holds it up. */
export async function countTurns(page: Page): Promise<void> {
  await page.evaluate((beatMs) => {
    if (window.pausesMs) return;
    const beats = [performance.now()];
    setInterval(() => {
      beats.push(performance.now());
      while ((beats[1] ?? Number.POSITIVE_INFINITY) < performance.now() - 1_000) beats.shift();
    }, beatMs);
    window.pausesMs = () =>
      [...beats, performance.now()]
        .map((at, index, all) => at - (all[index - 1] ?? at) - beatMs)
        .filter((pause) => pause > 0);
  }, BEAT_MS);
}

/** When an element first stands in a page that counts its turns. */
export function whenShown(page: Page, selector: string): Promise<SeenInPage> {
  return page.evaluate(
    (wanted) =>
      new Promise<SeenInPage>((resolve) => {
        const observer = new MutationObserver(look);
        function look() {
          if (!document.querySelector(wanted)) return;
          observer.disconnect();
          const atMs = performance.timeOrigin + performance.now();
          resolve({ atMs, pausesMs: window.pausesMs?.() ?? [] });
        }
        observer.observe(document, { subtree: true, childList: true, attributes: true });
        look();
      }),
    selector,
  );
}
