import type { Browser } from '@playwright/test';
import { beside, type Measured } from './measure';

/**
 * Days drawn over the timeline by the mouse, sixty steps: the scripts that kept the page's main thread. Counted is every
 * script that the browser entered in our code or React's, with all that it called, MapLibre's code included. Not counted are
 * MapLibre's own entries (its frames and its workers' answers) and the browser's drawing of them, which takes 200 ms a frame
 * where there is no graphics card. There is no peer.
 */

const DRAGS = 3;
const STEPS_PER_DRAG = 20;
const LONG_MS = 50;
const PATIENCE_MS = 60_000;

/** As text: what compiles this file would give a function names that the page does not know. */
const WATCH = `window.seenScripts = [];
new PerformanceObserver((list) => {
  for (const frame of list.getEntries()) {
    for (const { duration, sourceURL } of frame.scripts) window.seenScripts.push({ duration, sourceURL });
  }
}).observe({ type: 'long-animation-frame' });
// The library names itself in the file that holds it, and in no other of this size.
window.ownScripts = async () => {
  const seen = window.seenScripts.splice(0);
  const isMapLibrary = {};
  for (const address of new Set(seen.map(({ sourceURL }) => sourceURL))) {
    const code = address.startsWith('http') ? await (await fetch(address)).text() : '';
    isMapLibrary[address] = code.length > 500_000 && /maplibre/i.test(code);
  }
  return seen.filter(({ sourceURL }) => !isMapLibrary[sourceURL]).map(({ duration }) => duration);
};`;

/** @param address of a map page of a running production build */
export async function benchBrush(
  browser: Browser,
  address: string,
): Promise<Record<string, Measured>> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    await page.addInitScript({ content: WATCH });
    await page.goto(address);
    const bars = page.getByRole('img', { name: /^Records per/ });
    await bars.waitFor({ timeout: PATIENCE_MS });
    const total = page.locator('#records strong').filter({ hasText: /[1-9]/ });
    await total.first().waitFor({ timeout: PATIENCE_MS });
    const box = await bars.boundingBox();
    if (!box) throw new Error('the timeline is not on the page');
    const y = box.y + box.height / 3;
    const own = () =>
      page.evaluate(() =>
        (window as unknown as { ownScripts: () => Promise<number[]> }).ownScripts(),
      );
    await own();
    const durations: number[] = [];
    for (let drag = 0; drag < DRAGS; drag += 1) {
      await page.mouse.move(box.x + 0.1 * box.width, y);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.9 * box.width, y, { steps: STEPS_PER_DRAG });
      await page.mouse.up();
      await page.waitForURL(/from=/);
      durations.push(...(await own()));
      await page.goBack();
      await page.waitForURL((url) => !url.searchParams.has('from'));
    }
    return {
      'brush 100 k, longest own script': beside(Math.max(0, ...durations), null),
      'brush 100 k, own scripts over 50 ms in 60 steps (no unit)': beside(
        durations.filter((duration) => duration > LONG_MS).length,
        null,
      ),
    };
  } finally {
    await context.close();
  }
}
