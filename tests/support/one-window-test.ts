import type { Page } from '@playwright/test';
import { test as undrawn } from './undrawn-test';

interface OfWorker {
  window: Page;
}

/**
 * `undrawn-test` whose tests share one window: in a new one the browser compiles the same code anew, a third of what an opening
 * costs. What a test opens is a new document all the same, without anything that an earlier one stored, chose or listened to.
 * Readers there ask for less motion, which changes how a camera gets somewhere and not where; a test of motion asks for it.
 */
export const test = undrawn.extend<{ page: Page }, OfWorker>({
  window: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ serviceWorkers: 'block' });
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ window, viewport }, use) => {
    await window.emulateMedia({ media: null, reducedMotion: 'reduce', colorScheme: 'light' });
    if (viewport) await window.setViewportSize(viewport);
    await use(window);
    window.removeAllListeners();
    await window.unrouteAll({ behavior: 'ignoreErrors' });
    await forget(window);
  },
});

/** Empties what the page's origin has stored, and the window's history, which would be full after fifty steps. */
async function forget(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.resetNavigationHistory');
  if (origin !== 'null') {
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await devtools.detach();
}
