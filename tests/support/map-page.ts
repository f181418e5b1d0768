import { expect, type Locator, type Page } from '@playwright/test';

/** `Kinds`, `Latest` and so on as the page says them, where a test reads more than one language. */
export const PANEL_NAMES = {
  en: { latest: 'Latest', inView: 'In view' },
  fr: { latest: 'Récents', inView: 'À l’écran' },
} as const;

const LIVE_PATIENCE_MS = 20_000;

export interface ShownHead {
  seq: number;
  digest: string;
  epoch: string;
  connection: string;
}

/** The status element that every map page carries. */
export function feedStatus(page: Page): Locator {
  return page.locator('#feed-status');
}

/** What the page says it shows. */
export async function shownHead(page: Page): Promise<ShownHead> {
  return feedStatus(page).evaluate((element) => {
    const { seq = '', digest = '', epoch = '', connection = '' } = (element as HTMLElement).dataset;
    return { seq: Number(seq), digest, epoch, connection };
  });
}

/** Opens a map page and waits until it follows the feed and its map answers. */
export async function openMap(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', {
    timeout: LIVE_PATIENCE_MS,
  });
  await expect(mapOf(page)).toBeVisible();
  await expect(overviewOf(page).getByRole('strong')).toHaveText(/\d/);
}

/** Brings an open map page to an address of its own from the inside, as Back does, and leaves no step that Back undoes. */
export async function travelTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.replaceState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}

/** The drawing surface of the map. */
export function mapOf(page: Page): Locator {
  return page.getByRole('main').locator('canvas');
}

/** The numbers of the selection. */
export function overviewOf(page: Page): Locator {
  return page.getByRole('region', { name: /^(Selected records|Faits sélectionnés|Geselecteerde)/ });
}

/** The number of selected records that the page states. */
export async function shownTotal(page: Page): Promise<number> {
  return wholeNumber(await overviewOf(page).getByRole('strong').innerText());
}

/** A whole number with its thousands marks; `–` and other words give NaN. */
export function wholeNumber(text: string): number {
  const digits = text.replace(/[\s.,\u00a0\u202f]/g, '');
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

/** The camera that the address names, or null where it is the opening one. */
export function cameraInAddress(page: Page): { lng: number; lat: number; zoom: number } | null {
  const text = new URL(page.url()).searchParams.get('c');
  if (text === null) return null;
  const [lng = Number.NaN, lat = Number.NaN, zoom = Number.NaN] = text.split(',').map(Number);
  return { lng, lat, zoom };
}

/** Collects what a page complains of: errors on its console and exceptions that nobody caught. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  return faults;
}
