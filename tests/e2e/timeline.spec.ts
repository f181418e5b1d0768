import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { openMap, overviewOf, shownTotal, travelTo } from '../support/map-page';
import { test } from '../support/one-window-test';
import { countsFromApi } from '../support/selection-counts';
import type { SpawnedServer } from '../support/spawn-server';
import { moveTo } from '../support/timezone';

const PHONE = { width: 390, height: 844 };

let server: SpawnedServer;

test.beforeAll(({ demo }) => {
  server = demo;
});

const timelineOf = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const barsOf = (page: Page) => timelineOf(page).getByRole('img', { name: /^Records per/ });
const slider = (page: Page, name: string) => timelineOf(page).getByRole('slider', { name });

interface Spot {
  x: number;
  y: number;
}

/** Where a share of the plot's width lies on the page. */
async function spotAt(page: Page, share: number): Promise<Spot> {
  const box = await boxOf(barsOf(page));
  return { x: box.x + share * box.width, y: box.y + box.height / 3 };
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return box;
}

async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

function daysIn(page: Page): { from?: string | undefined; to?: string | undefined } {
  const query = new URL(page.url()).searchParams;
  return { from: query.get('from') ?? undefined, to: query.get('to') ?? undefined };
}

async function expectTotalOf(page: Page, days: ReturnType<typeof daysIn>): Promise<void> {
  const { total } = await countsFromApi(server, days);
  await expect.poll(() => shownTotal(page)).toBe(total);
}

/** Steps that Back can undo. */
const historyLength = (page: Page) => page.evaluate(() => history.length);

async function open(page: Page, query = ''): Promise<void> {
  await openMap(page, `${server.baseUrl}/en${query}`);
  await expect(barsOf(page)).toBeVisible();
}

type MapAt = (address: string) => Promise<Page>;

async function openKept(mapAt: MapAt, query = ''): Promise<Page> {
  const page = await mapAt(`${server.baseUrl}/en${query}`);
  await expect(barsOf(page)).toBeVisible();
  return page;
}

test('a drag over the bars chooses days: the numbers follow at once, the address at the end, and Back undoes it all', async ({
  page,
}) => {
  await open(page);
  const all = await shownTotal(page);
  const steps = await historyLength(page);
  const [start, end] = [await spotAt(page, 0.3), await spotAt(page, 0.6)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 8 });
  await expect.poll(() => shownTotal(page)).toBeLessThan(all);
  expect(daysIn(page)).toEqual({});
  await page.mouse.up();
  await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d(&|$)/);
  expect(await historyLength(page)).toBe(steps + 1);
  await expectTotalOf(page, daysIn(page));
  const link = page.url();

  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);
  await expect.poll(() => shownTotal(page)).toBe(all);
  await travelTo(page, link);
  await expect(slider(page, 'First day')).toHaveAttribute('aria-valuetext', /^\d+ \w+ \d{4}$/);
});

test('the window moves as a whole, and by its ends', async ({ mapAt }) => {
  const page = await openKept(mapAt, '?from=2024-03-01&to=2024-08-31');
  const lengthMs = () => {
    const { from = '', to = '' } = daysIn(page);
    return Date.parse(to) - Date.parse(from);
  };
  const before = lengthMs();
  const box = await boxOf(slider(page, 'Chosen days, moved together'));
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await drag(page, middle, { ...middle, x: middle.x + 120 });
  await expect(page).not.toHaveURL(/from=2024-03-01/);
  expect(lengthMs()).toBe(before);
  await expectTotalOf(page, daysIn(page));

  const { from } = daysIn(page);
  const end = await boxOf(slider(page, 'Last day'));
  const grip = { x: end.x + end.width / 2, y: end.y + end.height / 2 };
  await drag(page, grip, { ...grip, x: grip.x - 60 });
  await expect.poll(lengthMs).toBeLessThan(before);
  expect(daysIn(page).from).toBe(from);
  await expectTotalOf(page, daysIn(page));
});

test('a drag that is given up with Escape has changed nothing', async ({ mapAt }) => {
  const page = await openKept(mapAt, '?from=2024-03-01');
  const [total, steps, address] = [await shownTotal(page), await historyLength(page), page.url()];
  const [start, end] = [await spotAt(page, 0.1), await spotAt(page, 0.3)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await expect.poll(() => shownTotal(page)).not.toBe(total);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => shownTotal(page)).toBe(total);
  expect([await historyLength(page), page.url()]).toEqual([steps, address]);
});

test('a click chooses the days of its bar, and a second one all days again', async ({ mapAt }) => {
  const page = await openKept(mapAt);
  const all = await shownTotal(page);
  const spot = await spotAt(page, 0.5);
  await page.mouse.click(spot.x, spot.y);
  await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-01&to=\d{4}-\d\d-(28|29|30|31)(&|$)/);
  await expectTotalOf(page, daysIn(page));
  await page.mouse.click(spot.x, spot.y);
  await expect(page).not.toHaveURL(/from=/);
  await expect.poll(() => shownTotal(page)).toBe(all);
});

test('the keyboard alone moves both ends and the window, and Escape clears it', async ({
  mapAt,
}) => {
  const page = await openKept(mapAt);
  const all = await shownTotal(page);
  await timelineOf(page).getByRole('button', { name: 'Show a shorter time' }).focus();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(slider(page, 'First day')).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-01(&|$)/);
  await expectTotalOf(page, daysIn(page));

  await page.keyboard.press('Tab');
  await expect(slider(page, 'Last day')).toBeFocused();
  await expect(slider(page, 'Last day')).toHaveAttribute('aria-valuetext', /no last day chosen$/);
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-01&to=\d{4}-\d\d-\d\d(&|$)/);
  await expectTotalOf(page, daysIn(page));

  const before = daysIn(page);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(slider(page, 'Chosen days, moved together')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => daysIn(page).from).not.toBe(before.from);
  await expectTotalOf(page, daysIn(page));

  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/(from|to)=/);
  await expect(slider(page, 'First day')).toBeFocused();
  await expect.poll(() => shownTotal(page)).toBe(all);
});

/** Turns the wheel notch by notch until the bars have the name; how far a notch goes is the browser's. */
async function wheelUntil(page: Page, name: RegExp): Promise<void> {
  await expect(async () => {
    if (!name.test((await barsOf(page).getAttribute('aria-label')) ?? '')) {
      await page.mouse.wheel(0, -60);
    }
    await expect(barsOf(page)).toHaveAccessibleName(name, { timeout: 200 });
  }).toPass({ intervals: [50] });
}

test('the wheel zooms to days and to hours, a button leads back, and a preset outside of what is shown is shown', async ({
  mapAt,
}) => {
  const page = await openKept(mapAt);
  const whole = timelineOf(page).getByRole('button', { name: 'Whole history' });
  await expect(whole).toBeDisabled();
  await expect(barsOf(page)).toHaveAccessibleName('Records per month');
  const spot = await spotAt(page, 0.2);
  await page.mouse.move(spot.x, spot.y);
  await wheelUntil(page, /^Records per day$/);
  await expect(timelineOf(page).getByText(/dated too roughly for a bar/)).toBeVisible();
  await wheelUntil(page, /^Records per hour$/);
  await expect(timelineOf(page).locator('ol')).toContainText('12:00');
  await expect(page).not.toHaveURL(/from=/);

  await overviewOf(page).getByRole('button', { name: '7 days' }).click();
  const chosen = await boxOf(slider(page, 'Chosen days, moved together'));
  expect(chosen.width).toBeGreaterThan((await boxOf(barsOf(page))).width / 4);
  await whole.click();
  await expect(barsOf(page)).toHaveAccessibleName('Records per month');
});

test('where bars are hours a drag, a key and a field choose hours of Brussels, also in a browser elsewhere', async ({
  page,
}) => {
  const comeBack = await moveTo(page, 'Pacific/Auckland');
  await open(page, '?from=2024-03-01&to=2024-08-31');
  const days = await shownTotal(page);
  const spot = await spotAt(page, 0.5);
  await page.mouse.move(spot.x, spot.y);
  await timelineOf(page).getByRole('slider', { name: 'Last day' }).focus();
  await expect(async () => {
    await page.keyboard.press('+');
    await expect(barsOf(page)).toHaveAccessibleName('Records per hour', { timeout: 300 });
  }).toPass({ intervals: [50] });
  await timelineOf(page).getByRole('button', { name: 'Clear the period' }).click();
  const [start, end] = [await spotAt(page, 0.35), await spotAt(page, 0.6)];
  await drag(page, start, end);
  await expect(page).toHaveURL(/[?&]from=2024-\d\d-\d\dT\d\d&to=2024-\d\d-\d\dT\d\d(&|$)/);
  await expectTotalOf(page, daysIn(page));
  expect(await shownTotal(page)).toBeLessThan(days);

  const [from = '', to = ''] = [daysIn(page).from, daysIn(page).to];
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  const said = (bound: string, hour: number) =>
    new RegExp(`^${Number(bound.slice(8, 10))} \\w+ 2024, ${clock(hour)}$`);
  const [first, last] = [Number(from.slice(-2)), Number(to.slice(-2))];
  await expect(slider(page, 'First hour')).toHaveAttribute('aria-valuetext', said(from, first));
  await expect(slider(page, 'Last hour')).toHaveAttribute('aria-valuetext', said(to, last + 1));
  const field = (name: string) => overviewOf(page).getByRole('combobox', { name });
  await expect(field('From hour').locator('option:checked')).toHaveText(clock(first));

  await field('From hour').selectOption('03:00');
  await expect(page).toHaveURL(/[?&]from=2024-\d\d-\d\dT03&/);
  await slider(page, 'First hour').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/[?&]from=2024-\d\d-\d\dT02&/);
  await expectTotalOf(page, daysIn(page));

  await overviewOf(page).getByRole('checkbox', { name: 'Hours too' }).uncheck();
  await expect(page).toHaveURL(/[?&]from=2024-\d\d-\d\d&to=2024-\d\d-\d\d(&|$)/);
  await comeBack();
});

test('time plays until it is paused, as one step', async ({ mapAt }) => {
  const page = await openKept(mapAt, '?from=2024-03-01&to=2024-03-31');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const steps = await historyLength(page);
  const first = slider(page, 'First day');
  await timelineOf(page).getByRole('button', { name: 'Play through time' }).click();
  await expect(first).not.toHaveAttribute('aria-valuetext', '1 March 2024');
  expect(daysIn(page).from).toBe('2024-03-01');
  await timelineOf(page).getByRole('button', { name: 'Pause' }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-01&to=\d{4}-\d\d-\d\d/);
  expect(daysIn(page).from).not.toBe('2024-03-01');
  expect(await historyLength(page)).toBe(steps + 1);
  await expectTotalOf(page, daysIn(page));
  await page.goBack();
  await expect(first).toHaveAttribute('aria-valuetext', '1 March 2024');
});

test('a reader who asked for less motion moves time by single steps', async ({ mapAt }) => {
  const page = await openKept(mapAt, '?from=2024-03-01&to=2024-03-31');
  await timelineOf(page).getByRole('button', { name: 'Cumulative' }).click();
  const step = timelineOf(page).getByRole('button', { name: 'One step on' });
  await step.click();
  await expect(page).toHaveURL(/from=2024-03-01&to=2024-04-30/);
  await step.click();
  await expect(page).toHaveURL(/from=2024-03-01&to=2024-05-31/);
});

async function openOnPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(page);
  return page;
}

test('on a phone a finger draws the window and two zoom, and the page does not move', async ({
  browser,
}) => {
  const page = await openOnPhone(browser);
  const all = await shownTotal(page);
  const [start, end] = [await spotAt(page, 0.3), await spotAt(page, 0.7)];
  const touch = await page.context().newCDPSession(page);
  const at = (x: number) => ({ touchPoints: [{ x, y: start.y }] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(start.x) });
  for (let share = 0; share <= 1; share += 0.125) {
    const x = start.x + share * (end.x - start.x);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(x) });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  await expectTotalOf(page, daysIn(page));
  expect(await shownTotal(page)).toBeLessThan(all);
  await expect(slider(page, 'Last day')).toBeInViewport();

  const drawn = daysIn(page);
  const middle = await spotAt(page, 0.5);
  const pair = (reach: number) => ({
    touchPoints: [-reach, reach].map((by, id) => ({ x: middle.x + by, y: middle.y, id })),
  });
  for (let pinch = 0; pinch < 2; pinch += 1) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...pair(30) });
    for (const reach of [60, 90, 120]) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...pair(reach) });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  await expect(barsOf(page)).toHaveAccessibleName('Records per week');
  expect(daysIn(page)).toEqual(drawn);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  await page.context().close();
});
