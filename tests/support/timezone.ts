import type { Page } from '@playwright/test';

/** Puts a window, with its workers, into another time zone until the returned function is called. */
export async function moveTo(page: Page, timezoneId: string): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setTimezoneOverride', { timezoneId });
  return () => devtools.detach();
}
