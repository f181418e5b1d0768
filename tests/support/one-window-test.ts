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
    // Not all: Playwright listens for the window's end itself.
    for (const event of HEARD) window.removeAllListeners(event);
    await window.unrouteAll({ behavior: 'ignoreErrors' });
    await window.mouse.up();
    await window.mouse.move(0, 0);
    await forget(window);
  },
});

const HEARD = [
  'console',
  'pageerror',
  'request',
  'response',
  'requestfailed',
  'dialog',
  'download',
];

/**
 * Ends the page, empties what its origin has stored but for the session's, which ends nowhere in one window, and the window's
 * history, which would be full after fifty steps. What a test adds to every document of a window cannot be taken back.
 */
async function forget(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  // A document of the same site, since another one's would be of another process, without the compiled code.
  if (origin !== 'null') await page.goto(`${origin}/health`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.resetNavigationHistory');
  if (origin !== 'null') {
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await devtools.detach();
}
