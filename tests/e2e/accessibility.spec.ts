import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { LOCALES } from '@/lib/domain/vocabulary';
import { call } from '../support/api-client';
import { PAGES } from '../support/every-page';
import { mapOf } from '../support/map-page';
import { isAtRest, watchRest } from '../support/page-state';
import { spawnDemo } from '../support/spawn-demo';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';

/** Days, and a choice in most groups of the panel, which are open then. */
const FILTERED =
  'from=2024-03-01&to=2024-08-31&drug=cocaine&amount=g.1000&v=official&r=21004&tab=filters';
const REGION = 'BE-BRU';
/** As wide as the days that it stands for; its two ends, the keys and the fields of days do the same. */
const SIZED_BY_DAYS = 'data-grip="window"';
const DESK = { name: 'a desk', viewport: { width: 1440, height: 900 } };
/** A page is opened on a desk and made narrower: it then holds what it holds when it is opened on a phone. */
const WIDTHS = [DESK, { name: 'a phone', viewport: { width: 360, height: 740 } }];
/** Looked at with a record and figures open too. */
const MAPS: readonly (typeof PAGES)[number][] = ['', '/embed'];

/** A page under software GL on a shared machine takes its time: nothing here is a promise about how much. */
test.setTimeout(360_000);

let servers: { demo: SpawnedServer; real: SpawnedServer; closed: SpawnedServer };
/** UUID of a published shooting among the sourced records. */
let recordId: string;

test.beforeAll(async () => {
  servers = {
    demo: await spawnDemo(),
    real: await spawnServer({ pages: true }),
    closed: await spawnServer({ pages: true, environment: { ACCESS: 'private' } }),
  };
  const list = await call(servers.real, 'GET', '/api/v1/incidents?limit=1&kind=shooting');
  recordId = list.body.features[0].id;
});
test.afterAll(async () => {
  for (const server of Object.values(servers ?? {})) await server.stop();
});

/** What is asked of a page: everything, everything but its colours, or these alone. */
type Question = 'everything' | 'all but contrast' | 'contrast';

/** All findings as `rule: selector (what axe says)`. */
async function findings(page: Page, question: Question): Promise<string[]> {
  const violations = await askAxe(
    page,
    question === 'contrast'
      ? { runOnly: { type: 'rule', values: ['color-contrast'] } }
      : {
          rules: {
            // At least 24 px; off by default, since it is of WCAG 2.2.
            'target-size': { enabled: true },
            'color-contrast': { enabled: question === 'everything' },
          },
        },
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== 'target-size' || !html.includes(SIZED_BY_DAYS))
      .map(
        ({ target, failureSummary }) =>
          `${id}: ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim()})`,
      ),
  );
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the page itself, since no page of ours has a frame; half a megabyte of code is brought there once, not for each question. */
async function askAxe(page: Page, options: RunOptions): Promise<AxeResults['violations']> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document, { ...options, resultTypes: ['violations'] })).violations;
  }, options);
}

async function openMapPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#feed-status')).toHaveAttribute('data-connection', 'live');
  await expect(mapOf(page)).toBeVisible();
}

/** Where a page of the pattern is found below a language; the map's own page is opened by `openMapPage`. */
function addressOf(page: (typeof PAGES)[number], locale: string): string {
  switch (page) {
    case '/enter':
      // A private installation answers every address with the form.
      return `${servers.closed.baseUrl}/${locale}`;
    case '/incident/[id]':
      return `${servers.real.baseUrl}/${locale}/incident/${recordId}`;
    case '/region/[code]':
      return `${servers.real.baseUrl}/${locale}/region/${REGION}`;
    default:
      return `${servers.real.baseUrl}/${locale}${page}`;
  }
}

/**
 * Everything, in the light theme; in one language, since words have no colours, with the contrast of both themes, of which
 * nothing else differs.
 */
async function lookAt(page: Page, name: string, withColours: boolean): Promise<string[]> {
  const found = await findings(page, withColours ? 'everything' : 'all but contrast');
  if (withColours) {
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await findings(page, 'contrast')).map((finding) => `dark, ${finding}`));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  return found.map((finding) => `${name}: ${finding}`);
}

async function openPage(page: Page, pattern: (typeof PAGES)[number], locale: string) {
  if (pattern === '') {
    await openMapPage(
      page,
      `${servers.demo.baseUrl}/${locale}${locale === 'en' ? `?${FILTERED}` : ''}`,
    );
  } else {
    await page.goto(addressOf(pattern, locale));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
}

/** On a phone a map opens with what it says of its ground's makers, and folds it up when a window is made narrower. */
async function resize(page: Page, viewport: (typeof WIDTHS)[number]['viewport']): Promise<void> {
  await page.setViewportSize(viewport);
  await isAtRest(page);
  const folded = page.locator('.maplibregl-compact:not([open]) .maplibregl-ctrl-attrib-button');
  if (await folded.isVisible()) await folded.click();
}

test('axe finds nothing on any map in any language, nor in its figures and a record, on a desk and on a phone', async ({
  browser,
}) => {
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  await context.addInitScript(watchRest);
  const page = await context.newPage();
  const found: string[] = [];
  for (const pattern of MAPS) {
    for (const locale of LOCALES) {
      await page.setViewportSize(DESK.viewport);
      await openPage(page, pattern, locale);
      for (const { name, viewport } of WIDTHS) {
        await resize(page, viewport);
        found.push(...(await lookAt(page, `/${locale}${pattern} on ${name}`, locale === 'en')));
      }
    }
  }
  await page.setViewportSize(DESK.viewport);
  await openMapPage(page, `${servers.real.baseUrl}/en`);
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

test('axe finds nothing on any other page in any language, on a desk and on a phone', async ({
  browser,
}) => {
  const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const found: string[] = [];
  const others = PAGES.filter((pattern) => !MAPS.includes(pattern));
  expect(others.length + MAPS.length).toBe(PAGES.length);
  for (const pattern of others) {
    for (const locale of LOCALES) {
      await openPage(page, pattern, locale);
      for (const { name, viewport } of WIDTHS) {
        await page.setViewportSize(viewport);
        found.push(...(await lookAt(page, `/${locale}${pattern} on ${name}`, locale === 'en')));
      }
    }
  }
  await context.close();
  expect(found).toEqual([]);
});
