import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import type { IncidentBody } from '@/lib/domain/incident';
import { call, exampleIncident } from '../support/api-client';
import { bareGround } from '../support/bare-ground';
import {
  feedStatus,
  mapOf,
  openMap,
  overviewOf,
  shownHead,
  shownTotal,
  travelTo,
} from '../support/map-page';
import {
  copyStarted,
  type SpawnedServer,
  spawnServer,
  temporaryFolder,
} from '../support/spawn-server';
import { test } from '../support/undrawn-test';

const INCIDENTS = '/api/v1/incidents';
const LATEST_MS = 1_000;
const STALE_WITHIN_MS = 13_000;
const BACK_WITHIN_MS = 15_000;
/** Far from every sourced record, so that its symbol stands alone. */
const LONELY_POINT: [number, number] = [5.412, 50.171];
const CAMERA = `c=${LONELY_POINT.join(',')},13`;

let folder: ReturnType<typeof temporaryFolder>;
let server: SpawnedServer;
let context: BrowserContext;
let english: Page;
let french: Page;

test.beforeAll(async ({ browser }) => {
  folder = temporaryFolder('live');
  await copyStarted(folder.path);
  server = await spawnServer({
    pages: true,
    dataDir: folder.path,
    environment: await bareGround(),
  });
  context = await browser.newContext();
  [english, french] = [await context.newPage(), await context.newPage()];
  await openMap(english, `${server.baseUrl}/en?${CAMERA}`);
  await openMap(french, `${server.baseUrl}/fr?${CAMERA}`);
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
  folder?.remove();
});

/** The id of a new record. */
async function record(name: string, change: Partial<IncidentBody> = {}): Promise<string> {
  const answer = await call(
    server,
    'POST',
    INCIDENTS,
    exampleIncident({
      point: LONELY_POINT,
      placePrecision: 'exact',
      municipality: null,
      occurredFrom: new Date(Date.now() - 600_000).toISOString(),
      occurredTo: new Date(Date.now() - 600_000).toISOString(),
      title: { en: `Example: ${name}`, fr: `Exemple : ${name}`, nl: `Voorbeeld: ${name}` },
      ...change,
    }),
  );
  expect(answer.status).toBe(201);
  return answer.body.id;
}

async function headSeq(): Promise<number> {
  return (await call(server, 'GET', '/api/v1/digest')).body.seq;
}

async function withdraw(id: string): Promise<void> {
  expect((await call(server, 'DELETE', `${INCIDENTS}/${id}`)).status).toBeLessThan(300);
}

/** How many published records the API lists, which is what a page without filters counts. */
async function listedTotal(): Promise<number> {
  const { body } = await call(server, 'GET', `${INCIDENTS}?limit=1000`);
  expect(body.next).toBeNull();
  return body.features.filter(
    ({ properties }: { properties: { status: string } }) => properties.status === 'published',
  ).length;
}

async function expectTotals(total: number): Promise<void> {
  for (const page of [english, french]) await expect.poll(() => shownTotal(page)).toBe(total);
}

/** The row of a record in the list of the latest. */
function rowOf(page: Page, name: string): Locator {
  return page.getByRole('tabpanel').getByRole('button', { name });
}

/**
 * The time of day at which the page's list names the record and its status has moved on. The document's own changes are
 * watched, not its frames: what a frame costs here is the software rasteriser's affair and not the feed's.
 */
async function shownAtMs(page: Page, name: string, beforeSeq: number): Promise<number> {
  return page.evaluate(
    ([text, seq]) =>
      new Promise<number>((resolve) => {
        const isShown = (): boolean =>
          Number(document.getElementById('feed-status')?.dataset.seq) > seq &&
          (document.querySelector('[role=tabpanel]')?.textContent ?? '').includes(text);
        const observer = new MutationObserver(() => {
          if (!isShown()) return;
          observer.disconnect();
          resolve(Date.now());
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
    [name, beforeSeq] as const,
  );
}

/** Asks the server again each time: a process hears of what it wrote a moment later, and a page may hear it first. */
async function expectEqualDigests(): Promise<void> {
  for (const page of [english, french]) {
    await expect(async () => {
      const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
      expect(await shownHead(page)).toEqual({ epoch, seq, digest, connection: 'live' });
    }).toPass({ timeout: 10_000 });
  }
}

/** Whether the map's middle, where the lonely record lies, answers to the pointer. */
async function hasSymbolInTheMiddle(page: Page): Promise<boolean> {
  const box = await mapOf(page).boundingBox();
  if (!box) return false;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x + 60, y + 60);
  await page.mouse.move(x, y);
  return mapOf(page).evaluate((canvas) => (canvas as HTMLElement).style.cursor === 'pointer');
}

async function closeCards(): Promise<void> {
  for (const page of [english, french]) await page.keyboard.press('Escape');
}

test('a record is on both open pages within a second of the answer 201', async () => {
  const delays: number[] = [];
  for (const name of ['first', 'second', 'third', 'fourth', 'fifth']) {
    const before = await headSeq();
    const shown = [shownAtMs(english, name, before), shownAtMs(french, name, before)];
    const body = exampleIncident({
      point: LONELY_POINT,
      placePrecision: 'exact',
      municipality: null,
      title: { en: `Example: ${name}`, fr: `Exemple : ${name}` },
    });
    const answer = await call(server, 'POST', INCIDENTS, body);
    const answeredAtMs = Date.now();
    expect(answer.status).toBe(201);
    delays.push(Math.max(0, ...(await Promise.all(shown)).map((atMs) => atMs - answeredAtMs)));
    await withdraw(answer.body.id);
    for (const page of [english, french]) await expect(rowOf(page, name)).toHaveCount(0);
  }
  test.info().annotations.push({ type: 'delays in ms', description: delays.join(', ') });
  // The middle of five: a busy machine may hold one up, and no machine's speed is asserted elsewhere.
  const middle = delays.toSorted((a, b) => a - b)[2];
  expect(middle, `shown after ${delays.join(', ')} ms`).toBeLessThanOrEqual(LATEST_MS);
});

test('a view that is shared by keyboard opens on a phone as it was: later changes do not show, a withdrawal does', async ({
  browser,
}) => {
  const id = await record('shared');
  await expect.poll(() => shownTotal(english)).toBe(await listedTotal());
  const total = await shownTotal(english);
  await english.keyboard.press('s');
  const dialog = english.getByRole('dialog', { name: 'Share this view' });
  const live = dialog.getByRole('radio', { name: /^Live/ });
  await live.focus();
  await live.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^As it is now/ })).toBeChecked();
  await dialog.getByRole('textbox', { name: 'Title (optional)' }).fill('Example <b>night</b>');
  await dialog.getByRole('button', { name: 'Make a short link' }).press('Enter');
  const short = dialog.getByRole('textbox', { name: 'Short link' });
  await expect(short).toHaveValue(/\/s\/[a-z2-9]{12}$/);
  const shortLink = await short.inputValue();
  const address = new URL(
    await dialog.getByRole('textbox', { name: 'Address', exact: true }).inputValue(),
  );
  await english.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  const correction = { killed: { low: 3, best: 3, high: 3 } };
  expect((await call(server, 'PATCH', `${INCIDENTS}/${id}`, correction)).status).toBe(200);
  const later = await record('published after it was shared');
  const profile = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const phone = await profile.newPage();
  await phone.goto(shortLink);
  const band = phone.getByRole('region', { name: 'As it was' });
  await expect(band).toContainText(/As it was on .* \(Brussels\)/);
  await expect(band).toContainText('1 of these records has changed since');
  await expect.poll(() => shownTotal(phone)).toBe(total);
  const opened = new URL(phone.url()).searchParams;
  for (const [key, text] of address.searchParams) expect(opened.get(key)).toBe(text);
  await expect(phone.getByRole('heading', { name: 'Example <b>night</b>' })).toBeVisible();

  await withdraw(id);
  await expect.poll(() => shownTotal(phone)).toBe(total - 1);
  await expect(band).toContainText('1 record of the whole map was withdrawn');
  await band.getByRole('button', { name: 'See today’s' }).press('Enter');
  await expect(band).toBeHidden();
  await expect.poll(() => shownTotal(phone)).toBe(await listedTotal());
  expect(new URL(phone.url()).searchParams.has('asOf')).toBe(false);
  await profile.close();
  await withdraw(later);
});

test('a new record stands in the list, in the totals and on the map of both pages', async () => {
  const before = await listedTotal();
  await expectTotals(before);
  await expect.poll(() => hasSymbolInTheMiddle(english)).toBe(false);
  const id = await record('symbol');

  for (const [page, title] of [
    [english, 'Example: symbol'],
    [french, 'Exemple : symbol'],
  ] as const) {
    await expect(rowOf(page, title)).toBeVisible();
    await expect.poll(() => hasSymbolInTheMiddle(page)).toBe(true);
  }
  await expectTotals(before + 1);
  await expectEqualDigests();
  await withdraw(id);
});

test('a correction reaches both lists, marked as one, and the card that is open', async () => {
  const id = await record('to correct');
  await rowOf(english, 'to correct').click();
  const card = english.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('heading', { name: 'Example: to correct' })).toBeVisible();
  await expect(card.getByText('Two people were found injured.')).toHaveCount(0);

  const patched = await call(server, 'PATCH', `${INCIDENTS}/${id}`, {
    injured: { low: null, best: 2, high: null },
    correction: {
      en: 'Two people were found injured.',
      fr: 'Deux blessés ont été trouvés.',
      nl: 'Er zijn twee gewonden gevonden.',
    },
  });
  expect(patched.status).toBe(200);

  await expect(rowOf(english, 'to correct')).toContainText('Corrected');
  await expect(rowOf(english, 'to correct')).toContainText('2 injured');
  await expect(rowOf(french, 'to correct')).toContainText('Corrigé');
  await expect(rowOf(french, 'to correct')).toContainText('2 blessés');
  await expect(card.getByText('Two people were found injured.')).toBeVisible();
  await expect(
    card.getByRole('term').filter({ hasText: 'Injured' }).locator('..').getByRole('definition'),
  ).toHaveText('2');
  await expectEqualDigests();
  await closeCards();
  await withdraw(id);
});

test('a withdrawn record leaves both lists, the totals, the map and the open card', async () => {
  const before = await listedTotal();
  await expectTotals(before);
  const id = await record('to withdraw');
  for (const page of [english, french]) {
    await expect(rowOf(page, 'to withdraw')).toBeVisible();
    await expect.poll(() => hasSymbolInTheMiddle(page)).toBe(true);
  }
  await expectTotals(before + 1);
  await rowOf(english, 'to withdraw').click();
  const card = english.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('heading', { name: 'Example: to withdraw' })).toBeVisible();

  await withdraw(id);

  await expect(card).toContainText('This record is no longer public.');
  await expect(card).not.toContainText('to withdraw');
  await card.getByRole('button', { name: 'Close the record' }).click();
  for (const page of [english, french]) {
    await expect(rowOf(page, 'to withdraw')).toHaveCount(0);
    await expect.poll(() => hasSymbolInTheMiddle(page)).toBe(false);
  }
  await expectTotals(before);
  await expectEqualDigests();
});

test('a retracted record stays as a struck row without what it claimed, and counts no more', async () => {
  const before = await listedTotal();
  await expectTotals(before);
  const id = await record('to retract');
  await expect(rowOf(english, 'to retract')).toBeVisible();

  const patched = await call(server, 'PATCH', `${INCIDENTS}/${id}`, {
    status: 'retracted',
    retractionReason: { en: 'The source took it back.' },
  });
  expect(patched.status).toBe(200);

  for (const [page, word] of [
    [english, 'Retracted record'],
    [french, 'Fait retiré'],
  ] as const) {
    await expect(rowOf(page, 'to retract')).toHaveCount(0);
    await expect(rowOf(page, word).first()).toBeVisible();
  }
  await expectTotals(before);
  await expectEqualDigests();
});

test('records of one spot stand side by side at the last zoom, and each opens by a click', async () => {
  const spot: [number, number] = [5.611, 50.093];
  const names = ['north', 'south-east', 'south-west'];
  const ids: string[] = [];
  for (const name of names) ids.push(await record(name, { point: spot }));
  const page = english;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await travelTo(page, `${server.baseUrl}/en?c=${spot.join(',')},17`);
  await expect(rowOf(page, 'south-west')).toBeVisible();
  const box = await mapOf(page).boundingBox();
  if (!box) throw new Error('the map has no size');
  // Three on a ring of 10.4 pixels, the first at noon.
  for (const [index, name] of names.entries()) {
    const angle = (2 * Math.PI * index) / 3;
    const [right, up] = [10.4 * Math.sin(angle), 10.4 * Math.cos(angle)];
    const heading = page.getByRole('heading', { name: `Example: ${name}`, exact: true });
    await expect(async () => {
      await page.mouse.click(box.x + box.width / 2 + right, box.y + box.height / 2 - up);
      await expect(heading).toBeVisible({ timeout: 1_500 });
    }).toPass({ timeout: 20_000 });
    // On a busy machine a second click may have been on its way when the first one's card opened.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(heading).toHaveCount(0, { timeout: 1_500 });
    }).toPass({ timeout: 20_000 });
  }
  await travelTo(page, `${server.baseUrl}/en?${CAMERA}`);
  for (const id of ids) await withdraw(id);
});

test('pages say that they are stale while the server is gone, and come back by themselves', async () => {
  await expectEqualDigests();
  const port = new URL(server.baseUrl).port;
  await server.kill();
  for (const page of [english, french]) {
    await expect(feedStatus(page)).toHaveAttribute('data-connection', 'stale', {
      timeout: STALE_WITHIN_MS,
    });
  }
  await expect(feedStatus(english)).toContainText('Stale for');
  await expect(feedStatus(french)).toContainText('Sans nouvelles depuis');
  await expect(overviewOf(english).getByRole('strong')).toHaveText(/\d/);

  server = await spawnServer({
    pages: true,
    dataDir: folder.path,
    environment: { PORT: port, ...(await bareGround()) },
  });
  for (const page of [english, french]) {
    await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', {
      timeout: BACK_WITHIN_MS,
    });
  }
  await expectEqualDigests();

  await record('after the restart');
  for (const page of [english, french])
    await expect(rowOf(page, 'after the restart')).toBeVisible();
  await expectEqualDigests();
});
