import type { Page } from '@playwright/test';

/**
 * Ends the page, empties what its origin has stored but for the session's, which ends nowhere in one window, and the window's
 * history, which would be full after fifty steps. What a test adds to every document of a window cannot be taken back.
 */
export async function emptyOrigin(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  // A document of the same site, since another one's would be of another process, without the compiled code.
  // Where its server ended with the tests before this one, the browser's own page of what it cannot reach does as well.
  if (origin !== 'null')
    await page.goto(`${origin}/health`).catch(() => page.waitForURL('chrome-error://**'));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.resetNavigationHistory');
  if (origin !== 'null') {
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await devtools.detach();
}
