import { expect, type Page } from '@playwright/test';
import { call, exampleIncident } from '../support/api-client';
import { AXE_LOCALES, findingsOf, withAxe } from '../support/axe-findings';
import { bareGround } from '../support/bare-ground';
import { feedStatus, openMap } from '../support/map-page';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';

const SECRET_WORD = 'Zeebonkstraat';
const WIDTHS = [
  [1440, 900],
  [360, 740],
] as const;

test.use({ serviceWorkers: 'allow' });

let server: SpawnedServer;
test.beforeAll(async () => {
  server = await spawnServer({
    pages: true,
    environment: { ACCESS: 'private', ...(await bareGround()) },
  });
  const title = { en: `Example: shots fired, ${SECRET_WORD}` };
  await call(server, 'POST', '/api/v1/incidents', exampleIncident({ title }));
});
test.afterAll(() => server?.stop());

/** What the browser keeps for the page beside its cookie. */
async function keptIn(page: Page): Promise<{ workers: number; caches: string[]; rows: number }> {
  return page.evaluate(async () => {
    const workers = (await navigator.serviceWorker.getRegistrations()).length;
    const names = await caches.keys();
    let rows = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
      });
      for (const store of database.objectStoreNames) {
        rows += await new Promise<number>((resolve) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve(request.result);
        });
      }
      database.close();
    }
    return { workers, caches: names, rows };
  });
}

async function giveToken(): Promise<{ id: string; token: string }> {
  return (await call(server, 'POST', '/api/v1/read-tokens', { name: 'example' })).body;
}

test('[AC1] every page is a form for a token, in the language of the address, and holds nothing else', async ({
  page,
}) => {
  const headings = { nl: /niet openbaar/, fr: /privée/, en: /private/ };
  for (const [locale, heading] of Object.entries(headings)) {
    for (const path of [`/${locale}`, `/${locale}/about`, `/${locale}/no-such-page`]) {
      const answer = await page.goto(server.baseUrl + path);
      expect(answer?.status()).toBe(401);
      expect(answer?.headers()).toMatchObject({
        'cache-control': 'private, no-store',
        'referrer-policy': 'no-referrer',
      });
      await expect(page.getByRole('heading')).toHaveText(heading);
      expect(await page.content()).not.toContain(SECRET_WORD);
    }
  }
  const framed = await page.goto(`${server.baseUrl}/nl/embed?k=shooting`);
  expect(framed?.status()).toBe(401);
  expect(framed?.headers()['content-security-policy']).toContain("frame-ancestors 'self' *");
  await expect(page.getByRole('heading')).toHaveText('Deze kaart is niet openbaar');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  expect(await page.content()).not.toContain(SECRET_WORD);
  const strange = await page.request.get(`${server.baseUrl}/en`, {
    headers: { rsc: '1', 'next-router-state-tree': '%5B%22%22%5D', 'x-matched-path': '/en' },
  });
  expect(strange.status()).toBe(401);
  expect(await strange.text()).toContain('This map is private');
});

test('axe finds nothing on that form, on a desk and on a phone', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'light' });
  await withAxe(context);
  const page = await context.newPage();
  const found: string[] = [];
  for (const locale of AXE_LOCALES) {
    await page.goto(`${server.baseUrl}/${locale}`);
    await expect(page.getByRole('textbox')).toBeVisible();
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      const findings = await findingsOf(page, locale === 'en');
      found.push(...findings.map((finding) => `${locale}, ${width} px: ${finding}`));
    }
  }
  await context.close();
  expect(found).toEqual([]);
});

test('[AC2] a token lets a browser in without staying in the address, and its end clears the screen', async ({
  page,
}) => {
  const { id, token } = await giveToken();
  await page.goto(`${server.baseUrl}/en?c=4.33,50.84,11`);
  await page.getByLabel('Read token').fill('wrong');
  await page.getByRole('button', { name: 'Open the map' }).click();
  await expect(page.getByText('This token is not valid')).toBeVisible();
  await page.getByLabel('Read token').fill(token);
  await page.getByRole('button', { name: 'Open the map' }).click();
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', { timeout: 20_000 });
  expect(page.url()).not.toContain(token);
  expect(page.url()).toContain('/en?c=');
  expect(await page.evaluate(() => document.cookie)).not.toContain('hwr_');
  expect(await keptIn(page)).toEqual({ workers: 0, caches: [], rows: 0 });
  await expect(page.getByText(SECRET_WORD).first()).toBeVisible();

  await call(server, 'DELETE', `/api/v1/read-tokens/${id}`);
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'access ended', {
    timeout: 5_000,
  });
  await expect(page.getByText('Access has ended')).toBeVisible();
  await expect(page.getByText(SECRET_WORD)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading')).toHaveText('This map is private');
});

test('a link opens the map and leaves no token in the address', async ({ page }) => {
  const { token } = await giveToken();
  await openMap(page, `${server.baseUrl}/?token=${token}`);
  expect(page.url()).not.toContain('hwr_');
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', { timeout: 20_000 });
});

test('[SC2] a wall is refused without a credential, opens with that of a screen, keeps nothing, and ends when it is revoked', async ({
  browser,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const wall = await context.newPage();
  const refused = await wall.goto(`${server.baseUrl}/en/wall`);
  expect(refused?.status()).toBe(401);
  await expect(wall.getByRole('heading')).toHaveText('This map is private');

  await wall.goto(`${server.baseUrl}/en/screen`);
  const code = await wall.locator('#screen-code').getAttribute('data-code');
  const confirmation = { code, name: 'Cellar', place: 'below' };
  const screen = await call(server, 'POST', '/api/v1/screens/confirmations', confirmation);
  await expect(wall).toHaveURL(/\/en\/wall$/, { timeout: 30_000 });
  await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live', { timeout: 30_000 });
  await expect(wall.getByRole('heading', { level: 1 })).toHaveText('Cellar');
  await expect(wall.getByRole('main')).toContainText(/\d+ reported events/);
  expect(await keptIn(wall)).toEqual({ workers: 0, caches: [], rows: 0 });
  expect(await wall.evaluate(() => localStorage.length)).toBe(0);

  await call(server, 'DELETE', `/api/v1/screens/${screen.body.id}`);
  await expect(wall.getByRole('heading', { level: 1 })).toContainText('revoked');
  await expect(wall.getByText('reported events')).toHaveCount(0);
  expect((await wall.goto(`${server.baseUrl}/en/wall`))?.status()).toBe(401);
  await context.close();
});
