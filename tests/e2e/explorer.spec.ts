import { type Browser, expect, type Page } from '@playwright/test';
import { PLACE_PRESETS } from '@/lib/url/presets';
import { call } from '../support/api-client';
import {
  cameraInAddress,
  mapOf,
  openMap,
  overviewOf,
  shownTotal,
  watchFaults,
  wholeNumber,
} from '../support/map-page';
import { test } from '../support/one-window-test';
import { countsFromApi, type Selection } from '../support/selection-counts';
import { DEMO_INCIDENTS } from '../support/spawn-demo';
import type { SpawnedServer } from '../support/spawn-server';
import { moveTo } from '../support/timezone';

const PHONE = { width: 390, height: 844 };

interface NightRecord {
  occurredFrom: string;
  timePrecision: string;
  status: string;
}

let server: SpawnedServer;

test.beforeAll(({ demo }) => {
  server = demo;
});

/** How many retracted records the page says it leaves out; said only where there are some. */
async function shownRetracted(page: Page): Promise<number> {
  const sentence = overviewOf(page).getByText(/retracted records? (is|are) not counted/);
  if ((await sentence.count()) === 0) return 0;
  const text = (await sentence.textContent()) ?? '';
  return wholeNumber(/^[\d,]+/.exec(text)?.[0] ?? '');
}

async function expectTotalsOf(page: Page, selection: Selection): Promise<void> {
  const { total, retracted } = await countsFromApi(server, selection);
  await expect.poll(() => shownTotal(page)).toBe(total);
  await expect.poll(() => shownRetracted(page)).toBe(retracted);
}

const kindsOf = (page: Page) => overviewOf(page).getByRole('group', { name: 'Kinds' });
const kind = (page: Page, name: RegExp) => kindsOf(page).getByRole('button', { name });
const period = (page: Page, name: string) =>
  overviewOf(page)
    .getByRole('group', { name: 'Period' })
    .getByRole('button', { name, exact: true });

test('the page counts what the API lists, and says how the total adds up', async ({ mapAt }) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  await expectTotalsOf(page, {});
  expect(await shownTotal(page)).toBeGreaterThan(DEMO_INCIDENTS * 0.8);

  const cells = overviewOf(page).getByRole('cell');
  await overviewOf(page)
    .getByText(/as symbols \+/)
    .click();
  await expect(cells).toHaveCount(4);
  const [symbols = 0, areas = 0, unlocated = 0, total] = (await cells.allInnerTexts()).map(
    wholeNumber,
  );
  expect(symbols + areas + unlocated).toBe(total);
  expect(total).toBe(await shownTotal(page));
  const perKind = (await kindsOf(page).getByRole('button').allInnerTexts()).map((text) =>
    wholeNumber(/[\d,]+/.exec(text)?.[0] ?? ''),
  );
  expect(perKind.reduce((sum, count) => sum + count, 0)).toBe(total);
});

test('kinds change the totals and the address; a reload keeps them and Back undoes them', async ({
  page,
}) => {
  await openMap(page, `${server.baseUrl}/en`);
  const all = await shownTotal(page);

  await kind(page, /Seizures/).click();
  await expect(page).toHaveURL(/[?&]k=shooting\.incident(&|$)/);
  await expect(kind(page, /Seizures/)).toHaveAttribute('aria-pressed', 'false');
  await expectTotalsOf(page, { kinds: ['shooting', 'incident'] });
  const two = await shownTotal(page);
  expect(two).toBeLessThan(all);

  await kind(page, /Other incidents/).click();
  await expect(page).toHaveURL(/[?&]k=shooting(&|$)/);
  await expectTotalsOf(page, { kinds: ['shooting'] });

  await page.reload();
  await expect(kind(page, /Shootings/)).toHaveAttribute('aria-pressed', 'true');
  await expectTotalsOf(page, { kinds: ['shooting'] });

  await page.goBack();
  await expect(page).toHaveURL(/[?&]k=shooting\.incident(&|$)/);
  await expect.poll(() => shownTotal(page)).toBe(two);
  await page.goBack();
  await expect(page).not.toHaveURL(/[?&]k=/);
  await expect.poll(() => shownTotal(page)).toBe(all);
  await page.goForward();
  await expect.poll(() => shownTotal(page)).toBe(two);
});

test('periods and days change the totals and the address', async ({ mapAt }) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  const all = await shownTotal(page);
  await expect(period(page, 'All')).toHaveAttribute('aria-pressed', 'true');

  await period(page, 'This year').click();
  await expect(page).toHaveURL(/[?&]last=year(&|$)/);
  const rolling = overviewOf(page).getByRole('checkbox', { name: 'Rolling' });
  await expect(rolling).toBeChecked();
  await expect(
    overviewOf(page).getByRole('button', { name: 'Remove the filter this year' }),
  ).toBeVisible();
  await rolling.press('Space');
  await expect(page).toHaveURL(/[?&]from=\d{4}-01-01&to=\d{4}-\d\d-\d\d(&|$)/);
  const from = new URL(page.url()).searchParams.get('from') ?? '';
  await rolling.press('Space');
  await expect(page).toHaveURL(/[?&]last=year(&|$)/);
  await expectTotalsOf(page, { from });
  expect(await shownTotal(page)).toBeLessThan(all);

  await page.getByLabel('From', { exact: true }).fill('2023-03-01');
  await page.getByLabel('To', { exact: true }).fill('2024-10-31');
  await expect(page).toHaveURL(/[?&]from=2023-03-01&to=2024-10-31(&|$)/);
  await expect(period(page, 'All')).toHaveAttribute('aria-pressed', 'false');
  await expectTotalsOf(page, { from: '2023-03-01', to: '2024-10-31' });

  await period(page, 'All').click();
  await expect(page).not.toHaveURL(/[?&](from|to)=/);
  await expect.poll(() => shownTotal(page)).toBe(all);
});

test('an empty selection says so and offers the way out', async ({ mapAt }) => {
  const page = await mapAt(`${server.baseUrl}/en?from=2190-01-01`);
  await expect.poll(() => shownTotal(page)).toBe(0);
  await expect(page.getByRole('status').filter({ hasText: 'No record matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all dates' }).click();
  await expectTotalsOf(page, {});
});

test('what an address says wrongly is named and left out', async ({ page }) => {
  await openMap(page, `${server.baseUrl}/en?k=murder&colour=red`);
  const notice = page.getByRole('status').filter({ hasText: 'was not understood' });
  await expect(notice).toContainText('murder');
  await expect(notice).toContainText('colour');
  await expectTotalsOf(page, {});
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
});

test('every place preset flies there, and the list follows the map', async ({ mapAt }) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const places = page.getByRole('navigation', { name: 'Go to' }).getByRole('button');
  await expect(places).toHaveCount(PLACE_PRESETS.length);
  const middles: Record<string, [lng: number, lat: number]> = {
    'Europe’s ports': [6.5, 49.4],
    Belgium: [4.45, 50.5],
    Brussels: [4.365, 50.84],
    Antwerp: [4.37, 51.24],
  };
  const zooms: number[] = [];
  for (const [name, [lng, lat]] of Object.entries(middles)) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => Math.abs((cameraInAddress(page)?.lng ?? 99) - lng)).toBeLessThan(0.5);
    await expect.poll(() => Math.abs((cameraInAddress(page)?.lat ?? 99) - lat)).toBeLessThan(0.5);
    zooms.push(cameraInAddress(page)?.zoom ?? Number.NaN);
  }
  const [europe = 0, belgium = 0, brussels = 0, antwerp = 0] = zooms;
  expect(europe).toBeLessThan(belgium);
  expect(belgium).toBeLessThan(brussels);
  expect(belgium).toBeLessThan(antwerp);

  await page.getByRole('tab', { name: 'In view' }).click();
  const rows = page.getByRole('tabpanel').getByRole('listitem');
  await expect(rows.first()).toBeVisible();
});

test('what is selected can be taken away and followed, as many records as the page counts', async ({
  page,
}) => {
  await openMap(page, `${server.baseUrl}/en?k=seizure`);
  const feed = page.locator('head link[type="application/atom+xml"]');
  await expect(feed).toHaveAttribute('href', /\/api\/v1\/selection\.atom\?k=seizure&lang=en$/);
  await page.getByRole('tab', { name: 'In view' }).click();
  await page.getByText('Take away', { exact: true }).focus();
  await page.keyboard.press('Enter');
  const link = page.getByRole('link', { name: /^GeoJSON/ });
  const address = await link.getAttribute('href');
  expect(address).toBe('/api/v1/selection.geojson?k=seizure&lang=en');
  const { body } = await call(server, 'GET', address ?? '');
  const published = body.features.filter(
    ({ properties }: { properties: { status: string } }) => properties.status === 'published',
  );
  expect(published.length).toBe(await shownTotal(page));

  await page.getByRole('button', { name: 'Share', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Take away', { exact: true }).press('Enter');
  await expect(dialog.getByRole('link', { name: /^GeoJSON/ })).toHaveAttribute(
    'href',
    address ?? '',
  );
});

test('the browser’s own menu prints as much of the list as the page’s button, or says that it is short', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?c=4.4,50.5,3&tab=inView`);
  const list = page.getByRole('tabpanel', { name: 'In view' });
  const rows = list.locator('li[aria-posinset]');
  const total = Number(await rows.first().getAttribute('aria-setsize'));
  const tell = (name: string) =>
    page.evaluate((type) => {
      window.dispatchEvent(new Event(type));
    }, name);
  await page.emulateMedia({ media: 'print' });
  const short = list.getByText('Only the rows that were in sight');
  await tell('beforeprint');
  await expect(short).toBeVisible();
  await expect(rows.first()).toBeVisible();
  await tell('afterprint');
  await expect(short).toHaveCount(0);

  const printed = list
    .getByText(/^Printed: /)
    .locator('xpath=..')
    .locator('li');
  const leaveAt = (height: number) =>
    page.evaluate((clientY) => {
      document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY }));
    }, height);
  await tell('blur');
  await leaveAt(300);
  await expect(printed).toHaveCount(0);
  await leaveAt(-1);
  const most = Math.min(500, total);
  await expect(printed).toHaveCount(most);
  // Their texts are there as well.
  await expect(printed.last()).toContainText(/\w{3,}/);
  await tell('beforeprint');
  await expect(list.getByText(`Printed: ${most}`)).toBeVisible();
  await expect(printed.last()).toBeVisible();
  await expect(rows.first()).toBeHidden();
  await tell('afterprint');
  await expect(printed).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
});

/** Role and name of what has the focus, as `button Brussels`. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return '';
    const role = element.getAttribute('role') ?? element.tagName.toLowerCase();
    const label = element.closest('label')?.textContent ?? '';
    const name = element.getAttribute('aria-label') ?? (element.textContent || label);
    return `${role} ${name.replace(/\s+/g, ' ').trim()}`;
  });
}

test('the keyboard alone reaches places, filters and lists, opens a record and closes it', async ({
  page,
}) => {
  await openMap(page, `${server.baseUrl}/en`);
  await expect(page.getByRole('tabpanel').getByRole('listitem').nth(5)).toBeVisible();
  const order: string[] = [];
  const isRow = (text: string) => /^button .*(Shooting|Seizure|Other incident): /.test(text);
  for (let press = 0; press < 90 && !order.some(isRow); press += 1) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  expect(order[0]).toBe('a Skip to the list of records');
  const expected = [
    /^a FR, Français/,
    /^button Switch to the/,
    /^button Brussels/,
    /^button .*Shootings/,
    /^button 30 days/,
    /^input From/,
    /^tab Latest/,
  ];
  for (const wanted of expected) {
    expect(
      order.some((entry) => wanted.test(entry)),
      `${wanted} among ${order.join(' | ')}`,
    ).toBe(true);
  }
  expect(order.some(isRow), order.join(' | ')).toBe(true);
  const row = await focused(page);

  await page.keyboard.press('Enter');
  const card = page.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(card).toBeFocused();
  await expect(card.getByText('Simulated', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('button Close the record');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  expect(await focused(page)).toBe(row);
});

test('single keys lead to the search and to the list of keys, say nothing while one types, and can be switched off', async ({
  page,
}) => {
  await openMap(page, `${server.baseUrl}/en`);
  const field = page.getByRole('searchbox').or(page.getByLabel('Search the records')).first();
  const help = page.getByRole('dialog', { name: 'Keys' });
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('?/');
  await expect(field).toHaveValue('?/');
  await expect(help).toBeHidden();
  await field.fill('');

  const tab = page.getByRole('tab', { name: 'Latest' });
  await tab.focus();
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await help.getByRole('checkbox', { name: /work on this page$/ }).uncheck();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(tab).toBeFocused();
  await page.keyboard.press('/');
  await expect(tab).toBeFocused();
  const introduction = page.getByRole('complementary', { name: 'About this map' });
  await expect(introduction.getByRole('link')).toHaveAttribute('href', '/en/about');
  await introduction.getByRole('button').click();
  await expect(introduction).toHaveCount(0);

  // What was switched off or closed stays so in this browser, and the button still opens the list.
  await page.reload();
  await page.getByRole('button', { name: 'Keys' }).click();
  await expect(introduction).toHaveCount(0);
  await expect(help.getByRole('checkbox')).not.toBeChecked();
  await help.getByRole('checkbox').check();
  await page.keyboard.press('Escape');

  // A phone has the search in its sheet, behind a tab.
  await page.setViewportSize(PHONE);
  await page.getByRole('tab', { name: 'Latest' }).click();
  await expect(field).toHaveCount(0);
  await page.keyboard.press('Control+/');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await expect(field).toBeInViewport();
});

test('a change of language keeps the view', async ({ page }) => {
  await openMap(page, `${server.baseUrl}/en?k=shooting&from=2024-01-01&c=4.4,51.2,9`);
  const total = await shownTotal(page);
  await page.getByRole('link', { name: 'Nederlands' }).click();
  await expect(page).toHaveURL(/\/nl\?k=shooting&from=2024-01-01&c=4\.4,51\.2,9$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
  await expect.poll(() => shownTotal(page)).toBe(total);
});

test('the address without a language leads to the one the browser asks for, with its view', async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: 'fr-BE' });
  const page = await context.newPage();
  await openMap(page, `${server.baseUrl}/?k=seizure`);
  await expect(page).toHaveURL(/\/fr\?k=seizure/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await context.close();
});

test('a browser in Auckland and one in Los Angeles show Brussels’ days and times', async ({
  page,
}) => {
  const inBrussels = (options: Intl.DateTimeFormatOptions, iso: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Brussels', ...options }).format(
      new Date(iso),
    );
  const { body } = await call(server, 'GET', '/api/v1/incidents?origin=simulated&limit=1000');
  const night = body.features
    .map(({ properties }: { properties: NightRecord }) => properties)
    .find(
      ({ occurredFrom, timePrecision, status }: NightRecord) =>
        status === 'published' &&
        timePrecision === 'exact' &&
        // Yesterday still in UTC and in Los Angeles, and late the same day in Auckland.
        inBrussels({ day: 'numeric' }, occurredFrom) !==
          String(new Date(occurredFrom).getUTCDate()),
    ) as NightRecord;
  const day = inBrussels({ dateStyle: 'long' }, night.occurredFrom);
  const time = inBrussels({ timeStyle: 'short' }, night.occurredFrom);
  const parts = inBrussels(
    { year: 'numeric', month: '2-digit', day: '2-digit' },
    night.occurredFrom,
  );
  const date = parts.split('/').toReversed().join('-');
  const { total } = await countsFromApi(server, { from: date, to: date });
  for (const timezoneId of ['Pacific/Auckland', 'America/Los_Angeles']) {
    const comeBack = await moveTo(page, timezoneId);
    await openMap(page, `${server.baseUrl}/en?from=${date}&to=${date}`);
    await expect.poll(() => shownTotal(page), timezoneId).toBe(total);
    const zone = () => page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(await zone()).toBe(timezoneId);
    await expect(page.getByLabel('From')).toHaveValue(date);
    await expect(page.getByRole('tabpanel').getByText(`${day}, ${time}`).first()).toBeVisible();
    await comeBack();
  }
});

test('the demo says on every page that nothing in it happened, and is kept from search engines', async ({
  page: about,
  mapAt,
}) => {
  await about.goto(`${server.baseUrl}/en/about`);
  const map = await mapAt(`${server.baseUrl}/en`);
  for (const page of [about, map]) {
    await expect(page.getByText('Simulated. None of these events happened.')).toBeVisible();
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  }
  await expect(map).toHaveTitle(/Simulated/);
});

test('the status says the state that the server has, and the keys move between the panels', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  const status = page.locator('#feed-status');
  await expect(status).toHaveAttribute('data-epoch', epoch);
  await expect(status).toHaveAttribute('data-seq', String(seq));
  await expect(status).toHaveAttribute('data-digest', digest);
  await expect(status).toContainText(/Live · data as of .*\d\d:\d\d:\d\d/);

  await page.getByRole('tab', { name: 'Latest' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'In view' })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'In view' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Filters' })).toBeFocused();
  await expect(page).toHaveURL(/[?&]tab=filters/);
});

test('a phone shows every panel and never scrolls sideways', async ({ browser }) => {
  const page = await phonePage(browser);
  const faults = watchFaults(page);
  const overflow = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await openPhone(page, `${server.baseUrl}/en`);
  expect(await overflow()).toBeLessThanOrEqual(0);
  const tabs = page.getByRole('tab');
  await expect(tabs).toHaveText(['Overview', 'Latest', 'In view', 'Figures', 'Compare', 'Legend']);
  for (const tab of await tabs.all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    await expect(tab).toBeInViewport({ ratio: 0.9 });
    await expect(page.getByRole('tabpanel')).toBeInViewport({ ratio: 0.1 });
    expect(await overflow()).toBeLessThanOrEqual(0);
  }
  await page.getByRole('tab', { name: 'Latest' }).click();
  await page.getByRole('tabpanel').getByRole('button').first().click();
  const card = page.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('button', { name: 'Close the record' })).toBeInViewport();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await card.getByRole('button', { name: 'Close the record' }).click();
  for (const path of ['/nl', '/fr', '/en/about']) {
    await page.goto(server.baseUrl + path);
    await expect(page.getByRole('main')).toBeVisible();
    expect(await overflow(), path).toBeLessThanOrEqual(0);
  }
  expect(faults).toEqual([]);
  await page.context().close();
});

async function phonePage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true });
  return context.newPage();
}

/** As `openMap`, but on a phone the numbers stand in a panel. */
async function openPhone(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator('#feed-status')).toHaveAttribute('data-connection', 'live');
  await expect(mapOf(page)).toBeVisible();
}

/** Camera positions that the page writes into its address from now on. */
async function watchCameras(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenCameras: seen });
    const replace = history.replaceState.bind(history);
    history.replaceState = (state, title, url) => {
      seen.push(new URL(String(url ?? ''), location.href).searchParams.get('c') ?? '');
      replace(state, title, url);
    };
  });
  return () => page.evaluate(() => (window as unknown as { seenCameras: string[] }).seenCameras);
}

test('a reader who asked for less motion is moved at once, and nothing is animated', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openMap(page, `${server.baseUrl}/en?c=4.4,51.2,6`);
  const cameras = await watchCameras(page);
  await page.getByRole('button', { name: 'Brussels', exact: true }).click();
  await expect.poll(() => cameraInAddress(page)?.lng ?? 0).toBeCloseTo(4.365, 1);
  await page.getByRole('tab', { name: 'In view' }).click();
  await expect(page.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible();
  const between = (await cameras())
    .map((text) => Number(text.split(',')[2]))
    .filter((zoom) => zoom > 6.05 && zoom < (cameraInAddress(page)?.zoom ?? 0) - 0.05);
  expect(between).toEqual([]);
  const animations = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(animations).toBe(0);
});

test('the theme follows the system until the reader chooses, and the address keeps the choice', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openMap(page, `${server.baseUrl}/en`);
  const background = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.body).backgroundColor +
        getComputedStyle(document.querySelector('header') as Element).backgroundColor,
    );
  const dark = await background();
  await page.getByRole('button', { name: 'Switch to the light theme' }).click();
  await expect(page).toHaveURL(/theme=light/);
  await expect.poll(background).not.toBe(dark);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Switch to the dark theme' })).toBeVisible();
  await expect.poll(background).not.toBe(dark);
  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  await expect(page).not.toHaveURL(/theme=/);
  await expect.poll(background).toBe(dark);
});

test('the open card is in the address: a link opens it, Back closes it, and focus returns', async ({
  mapAt,
  page: another,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  const row = page.getByRole('tabpanel').getByRole('button').first();
  await row.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('article');
  await expect(card.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(page).toHaveURL(/[?&]record=\d+/);
  const link = page.url();
  await page.goBack();
  await expect(card).toHaveCount(0);
  await expect(row).toBeFocused();

  await openMap(another, link);
  const opened = another.getByRole('article');
  await expect(opened.getByRole('heading', { level: 2 })).toBeVisible();
  await another.keyboard.press('Escape');
  await expect(opened).toHaveCount(0);
  await expect(another).not.toHaveURL(/record=/);
});

test('the legend folds out from the bar above the map, takes layers off, and Escape folds it up', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  const summary = page.getByText('Legend and layers');
  await summary.click();
  await page.getByRole('checkbox', { name: /Grid of counts/ }).uncheck();
  await expect(page).toHaveURL(/[?&]hide=grid/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('checkbox', { name: /Grid of counts/ })).toBeHidden();
  await expect(summary).toBeFocused();

  // One line names what fits, and says how much more there is.
  await mapAt(`${server.baseUrl}/en?shape=circle,4.4,50.95,40000`);
  const strip = page.getByRole('list').filter({ hasText: 'Several' }).first();
  const more = page.getByRole('button', { name: /more signs? (is|are) on the map/ });
  await expect(strip.getByText('Chosen area')).toBeAttached();
  await page.setViewportSize({ width: 1300, height: 800 });
  await more.press('Enter');
  await expect(page.getByRole('checkbox', { name: /Grid of counts/ })).toBeVisible();
  await expect(summary).toBeFocused();
});

test('before anything has arrived the page counts nothing and says that it is connecting', async ({
  page,
}) => {
  let release = (): void => {};
  const held = new Promise<void>((settle) => {
    release = settle;
  });
  await page.route('**/api/v1/snapshot', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.baseUrl}/en`);
  await expect(mapOf(page)).toBeVisible();
  await expect(page.locator('#feed-status')).toContainText('Connecting');
  await expect(overviewOf(page).getByRole('strong')).toHaveText('–');
  await expect(page.getByText('Nothing has been reported in this selection.')).toHaveCount(0);
  release();
  await expect.poll(() => shownTotal(page)).toBeGreaterThan(0);
});

test('the list of what is in view reaches every record by keyboard, part by part, and is sorted as asked', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?k=shooting&c=4.4,50.5,3`);
  await page.getByRole('tab', { name: 'In view' }).click();
  const list = page.getByRole('tabpanel', { name: 'In view' });
  const records = list.locator('li[aria-posinset]');
  await expect(records.first()).toHaveAttribute('aria-posinset', '1');
  const total = Number(await records.first().getAttribute('aria-setsize'));
  const onMap = list.getByRole('heading', { name: 'On the map' });
  const symbols = Number((await onMap.innerText()).replace(/\D/g, ''));

  // Only what is in sight is in the document, and the keys go through all of it.
  expect(await records.count()).toBeLessThan(total);
  const reached = new Set<number>();
  const isAt = (position: number) =>
    expect(list.locator(`li[aria-posinset="${position}"]`).getByRole('button')).toBeFocused();
  /** Adds what is in the document, and says whether the keys have passed nothing by. */
  const hasReachedAllUpTo = async (position: number): Promise<boolean> => {
    const seen = await records.evaluateAll((lines) =>
      lines.filter((line) => line.querySelector('button')).map((line) => Number(line.ariaPosInSet)),
    );
    for (const one of seen) reached.add(one);
    return Array.from({ length: position }, (_, index) => index + 1).every((one) =>
      reached.has(one),
    );
  };
  await records.first().getByRole('button').focus();
  for (let position = 1; position < total; ) {
    await page.keyboard.press('PageDown');
    position = Math.min(total, position + 10);
    // A heading on the way takes a place of its own.
    const focused = list.locator('li[aria-posinset]:focus-within');
    await expect
      .poll(async () => Math.abs(Number(await focused.getAttribute('aria-posinset')) - position))
      .toBeLessThanOrEqual(4);
    position = Number(await focused.getAttribute('aria-posinset'));
    await expect.poll(() => hasReachedAllUpTo(position)).toBe(true);
  }
  await isAt(total);
  expect(reached.size).toBe(total);
  await page.keyboard.press('Home');
  await isAt(1);
  await page.keyboard.press('ArrowDown');
  await isAt(2);

  const path = '/api/v1/incidents?origin=simulated&kind=shooting&limit=1000';
  const { body } = await call(server, 'GET', path);
  const deaths = body.features.flatMap(
    ({
      geometry,
      properties,
    }: {
      geometry: unknown;
      properties: { killed: { best: number } | null };
    }) => (geometry ? [properties.killed?.best ?? 0] : []),
  );
  expect(deaths.length).toBe(symbols);
  await list.getByRole('button', { name: 'Most victims' }).click();
  await expect(page).toHaveURL(/sort=severity/);
  await expect(records.first()).toContainText(`${Math.max(...deaths)} killed`);
});

test('records are clusters, points or heat, one at a time and by keyboard, and the legend says which', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?as=points`);
  await page.getByText('Legend and layers').click();
  await expect(
    page.getByText('Each record at its own spot, up to 5,000 in and around the view.'),
  ).toBeVisible();
  await page.getByRole('radio', { name: 'Points' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Heat map' })).toBeChecked();
  await expect(page).toHaveURL(/[?&]as=heat/);
  await expect(page.getByText(/the more records within about 3.km/)).toBeVisible();
  await expect(page.getByText('Not drawn under the heat map.')).toBeVisible();
  await mapAt(`${server.baseUrl}/en?as=heat&c=4.36,50.85,15`);
  await expect(
    page.getByRole('status').getByText(/not known well enough for a heat map this close/),
  ).toBeVisible();
});

test('the legend ranks concentrations of records by the rule that is chosen, and each leads there', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.getByText('Legend and layers').click();
  const ranked = page.getByRole('listitem').getByRole('button', { name: /: \d+ records$/ });
  await expect(ranked.first()).toBeVisible();
  const counts = (await ranked.allInnerTexts()).map((text) => Number(/: (\d+)/.exec(text)?.[1]));
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  const layer = page.getByRole('listitem').filter({ hasText: 'Concentrations of records' });
  await layer.getByRole('combobox', { name: 'Within' }).selectOption({ index: 3 });
  await layer.getByRole('combobox', { name: 'At least' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/[?&]near=500&least=10/);
  await expect(layer).toContainText(/at least 10, itself counted, lie within 500.m/);
  for (const text of await ranked.allInnerTexts()) {
    expect(Number(/: (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(10);
  }
  await ranked.first().press('Enter');
  const zoom = () => Number(new URL(page.url()).searchParams.get('c')?.split(',')[2] ?? 0);
  await expect.poll(zoom).toBeGreaterThan(9);
});
