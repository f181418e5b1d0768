import { type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { call } from '../support/api-client';
import { AXE_LOCALES, findingsOf, withAxe } from '../support/axe-findings';
import { PAGES } from '../support/every-page';
import { mapOf } from '../support/map-page';
import { test } from '../support/one-window-test';
import { isAtRest, watchRest } from '../support/page-state';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';

/** Days, and a choice in most groups of the panel, which are open then. */
const FILTERED =
  'from=2024-03-01&to=2024-08-31&drug=cocaine&amount=g.1000&v=official&r=21004&tab=filters';
const REGION = 'BE-BRU';
const DESK = { name: 'a desk', viewport: { width: 1440, height: 900 } };
/** A page is opened on a desk and made narrower: it then holds what it holds when it is opened on a phone. */
const WIDTHS = [DESK, { name: 'a phone', viewport: { width: 360, height: 740 } }];
const CALM: BrowserContextOptions = { colorScheme: 'light', reducedMotion: 'reduce' };
/** Looked at with a record and figures open too. */
const MAPS: readonly (typeof PAGES)[number][] = ['', '/embed'];
/** Every page of a private installation, and of no other: `private.spec.ts`. */
const PRIVATE: readonly (typeof PAGES)[number][] = ['/enter'];

/** A page under software GL on a shared machine takes its time: nothing here is a promise about how much. */
test.setTimeout(360_000);

let real: SpawnedServer;
/** UUID of a published shooting among the sourced records. */
let recordId: string;

test.beforeAll(async () => {
  real = await spawnServer({ pages: true });
  const list = await call(real, 'GET', '/api/v1/incidents?limit=1&kind=shooting');
  recordId = list.body.features[0].id;
});
test.afterAll(async () => {
  await real?.stop();
});

async function openMapPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#feed-status')).toHaveAttribute('data-connection', 'live');
  await expect(mapOf(page)).toBeVisible();
}

/** Where a page of the pattern is found below a language; the map's own page is opened by `openMapPage`. */
function addressOf(page: (typeof PAGES)[number], locale: string): string {
  switch (page) {
    case '/incident/[id]':
      return `${real.baseUrl}/${locale}/incident/${recordId}`;
    case '/region/[code]':
      return `${real.baseUrl}/${locale}/region/${REGION}`;
    default:
      return `${real.baseUrl}/${locale}${page}`;
  }
}

async function lookAt(page: Page, name: string, withColours: boolean): Promise<string[]> {
  return (await findingsOf(page, withColours)).map((finding) => `${name}: ${finding}`);
}

async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** On a phone a map opens with what it says of its ground's makers, and folds it up when a window is made narrower. */
async function resize(page: Page, viewport: (typeof WIDTHS)[number]['viewport']): Promise<void> {
  await page.setViewportSize(viewport);
  await isAtRest(page);
  const folded = page.locator('.maplibregl-compact:not([open]) .maplibregl-ctrl-attrib-button');
  if (await folded.isVisible()) await folded.click();
}

// First, while another worker simulates the demo's history.
test('axe finds nothing on any page but the maps, on a desk and on a phone', async ({
  browser,
}) => {
  const context = await browser.newContext(CALM);
  await withAxe(context);
  const page = await context.newPage();
  const found: string[] = [];
  const elsewhere = [...MAPS, ...PRIVATE];
  const others = PAGES.filter((pattern) => !elsewhere.includes(pattern));
  expect(others.length + elsewhere.length).toBe(PAGES.length);
  for (const pattern of others) {
    for (const locale of AXE_LOCALES) {
      await openPage(page, addressOf(pattern, locale));
      for (const { name, viewport } of WIDTHS) {
        await page.setViewportSize(viewport);
        found.push(...(await lookAt(page, `/${locale}${pattern} on ${name}`, locale === 'en')));
      }
    }
  }
  await context.close();
  expect(found).toEqual([]);
});

test('axe finds nothing on any map, nor in its figures and a record, on a desk and on a phone', async ({
  browser,
  demo,
}) => {
  const context = await browser.newContext(CALM);
  await withAxe(context);
  await context.addInitScript(watchRest);
  const page = await context.newPage();
  const found: string[] = [];
  for (const pattern of MAPS) {
    for (const locale of AXE_LOCALES) {
      await page.setViewportSize(DESK.viewport);
      const filtered = `${demo.baseUrl}/${locale}${locale === 'en' ? `?${FILTERED}` : ''}`;
      if (pattern === '') await openMapPage(page, filtered);
      else await openPage(page, addressOf(pattern, locale));
      for (const { name, viewport } of WIDTHS) {
        await resize(page, viewport);
        found.push(...(await lookAt(page, `/${locale}${pattern} on ${name}`, locale === 'en')));
      }
    }
  }
  await page.setViewportSize(DESK.viewport);
  await openMapPage(page, `${real.baseUrl}/en`);
  for (const { name, viewport } of WIDTHS) {
    await resize(page, viewport);
    await page.getByRole('tab', { name: 'Figures' }).click();
    await expect(page.getByRole('tabpanel').getByRole('table').first()).toBeVisible();
    found.push(...(await lookAt(page, `figures on ${name}`, true)));
    await page.getByRole('tab', { name: 'Latest' }).click();
    await page.getByRole('tabpanel').getByRole('button').first().click();
    const card = page.getByRole('article', { name: 'Record' });
    await expect(card.getByRole('heading').first()).toBeVisible();
    found.push(...(await lookAt(page, `a record on ${name}`, true)));
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
  }
  await context.close();
  expect(found).toEqual([]);
});
