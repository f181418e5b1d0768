import { type BrowserContext, expect, type Page } from '@playwright/test';
import { mercatorX } from '@/lib/protocol/mercator';
import { call, exampleIncident } from '../support/api-client';
import { FaultyProxy } from '../support/faulty-proxy';
import { feedStatus, mapOf, openMap, overviewOf, shownHead, shownTotal } from '../support/map-page';
import { EXAMPLE_PLAYLIST } from '../support/screen-client';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';

const STALE_WITHIN_MS = 20_000;
const BACK_WITHIN_MS = 20_000;
const KEPT_WITHIN_MS = 30_000;

let server: SpawnedServer;
let network: FaultyProxy;
let context: BrowserContext;

/** A page under software GL on a shared machine takes its time: nothing here is a promise about how much. */
test.setTimeout(180_000);

test.beforeAll(async ({ browser }) => {
  server = await spawnServer({ pages: true });
  network = await FaultyProxy.to(server.baseUrl);
  context = await browser.newContext({ serviceWorkers: 'allow' });
});
test.afterAll(async () => {
  await context?.close();
  await network?.close();
  await server?.stop();
});

interface Canary {
  id: string;
  word: string;
  x: number;
}

/** A record at a place of its own, whose integer stands in no other record. */
async function release(word: string, lng: number): Promise<Canary> {
  const body = exampleIncident({
    point: [lng, 50.171],
    placePrecision: 'exact',
    municipality: null,
    title: { en: `Example: ${word}` },
  });
  const answer = await call(server, 'POST', '/api/v1/incidents', body);
  expect(answer.status).toBe(201);
  const { body: item } = await call(server, 'GET', `/api/v1/incidents/${answer.body.id}`);
  return { id: answer.body.id, word, x: mercatorX(item.geometry.coordinates[0]) };
}

interface Head {
  epoch: string;
  seq: number;
  digest: string;
}

async function headOf(): Promise<Head> {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
}

/** The head once it has a change: a process hears of what it wrote a moment later. */
async function headAfter(change: () => Promise<unknown>): Promise<Head> {
  const before = await headOf();
  await change();
  await expect.poll(async () => (await headOf()).seq).toBeGreaterThan(before.seq);
  return headOf();
}

/** The digest of what the browser keeps, and whether it could open the page without the network. */
async function keptBy(
  page: Page,
  path = '/en',
): Promise<{ digest: string | null; opens: boolean }> {
  return page.evaluate(async (path) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('havenwacht-kept');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const head = database.objectStoreNames.contains('state')
      ? await new Promise<{ digest: string } | undefined>((resolve) => {
          const request = database.transaction('state').objectStore('state').get('head');
          request.onsuccess = () => resolve(request.result);
        })
      : undefined;
    database.close();
    const opens = navigator.serviceWorker.controller !== null && !!(await caches.match(path));
    return { digest: head?.digest ?? null, opens };
  }, path);
}

/** In which places of the browser's storage a canary is found: by its integer or its word. */
async function placesOf(page: Page, { x, word }: Canary): Promise<string[]> {
  return page.evaluate(
    async ([number, text]) => {
      const found: string[] = [];
      const encoder = new TextEncoder();
      const word = new Uint8Array(new Uint32Array([number]).buffer);
      const holds = (bytes: Uint8Array, wanted: Uint8Array): boolean => {
        for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; ) {
          if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
          at = bytes.indexOf(wanted[0] ?? 0, at + 1);
        }
        return false;
      };
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const answer = await cache.match(request);
          const bytes = new Uint8Array((await answer?.arrayBuffer()) ?? new ArrayBuffer(0));
          const isFound = name.includes('partitions')
            ? holds(bytes, word)
            : holds(bytes, encoder.encode(text));
          if (isFound) found.push(`cache ${name}`);
        }
      }
      for (const { name = '' } of await indexedDB.databases()) {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => resolve(request.result);
        });
        for (const store of database.objectStoreNames) {
          const rows = await new Promise<unknown[]>((resolve) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
          });
          const said = JSON.stringify(rows);
          if (said.includes(String(number)) || said.includes(text)) found.push(`database ${store}`);
        }
        database.close();
      }
      return found;
    },
    [x, word] as const,
  );
}

async function cutTheNetwork(): Promise<void> {
  network.refuses = 'everything';
  network.cut();
}

test('[KS1] a reload without network shows the last state, marked stale, and keeps nothing of what is withdrawn meanwhile', async () => {
  const early = await release('kanarie-vroeg', 5.4121);
  const page = await context.newPage();
  await openMap(page, `${network.baseUrl}/en`);
  let late = early;
  const { epoch, seq, digest } = await headAfter(async () => {
    late = await release('kanarie-laat', 5.4177);
  });
  await expect
    .poll(() => shownHead(page), { timeout: BACK_WITHIN_MS })
    .toEqual({ epoch, seq, digest, connection: 'live' });
  await expect
    .poll(() => keptBy(page), { timeout: KEPT_WITHIN_MS })
    .toEqual({ digest, opens: true });
  const total = await shownTotal(page);
  expect(await placesOf(page, early)).toEqual(['cache havenwacht-partitions']);
  expect(await placesOf(page, late)).toEqual(['database rows']);

  await cutTheNetwork();
  await page.reload();
  const stale = { timeout: STALE_WITHIN_MS };
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'stale', stale);
  await expect(feedStatus(page)).toHaveText(/^Stale · data as of \d/);
  expect(await shownHead(page)).toEqual({ epoch, seq, digest, connection: 'stale' });
  await expect.poll(() => shownTotal(page), stale).toBe(total);
  await expect(mapOf(page)).toBeVisible();

  // Another view of the same page, which was never asked for while there was a network.
  await page.goto(`${network.baseUrl}/en?k=seizure`);
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'stale', stale);
  await expect.poll(() => shownTotal(page), stale).toBeLessThan(total);
  expect(new URL(page.url()).searchParams.get('k')).toBe('seizure');
  await page.getByRole('list', { name: 'Active filters' }).getByRole('button').click();
  await expect.poll(() => shownTotal(page), stale).toBe(total);

  const withdraw = ({ id }: Canary) => call(server, 'DELETE', `/api/v1/incidents/${id}`);
  await headAfter(() => withdraw(early));
  const after = await headAfter(() => withdraw(late));
  expect(after.digest).not.toBe(digest);
  network.refuses = 'nothing';
  await expect
    .poll(() => shownHead(page), { timeout: BACK_WITHIN_MS })
    .toEqual({ epoch, seq: after.seq, digest: after.digest, connection: 'live' });
  await expect.poll(() => shownTotal(page), stale).toBe(total - 2);
  await expect.poll(async () => (await keptBy(page)).digest, stale).toBe(after.digest);
  for (const canary of [early, late]) expect(await placesOf(page, canary)).toEqual([]);
  await expect(feedStatus(page)).toHaveAttribute('data-kept-faults', '0');

  // And the next visit begins from what is kept.
  const before = network.asked.length;
  await page.reload();
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', stale);
  expect(network.asked.slice(before).filter((path) => /snapshot|partitions/.test(path))).toEqual(
    [],
  );
  await expect(overviewOf(page).getByRole('strong')).toHaveText(/\d/);
});

test('[KS1] a registered wall starts without network with its last playlist and the last state, and says that they are old', async () => {
  const wall = await context.newPage();
  await wall.goto(`${network.baseUrl}/en/screen`);
  const code = await wall.locator('#screen-code').getAttribute('data-code');
  const confirmation = { code, name: 'Entrance', place: 'below' };
  const screen = await call(server, 'POST', '/api/v1/screens/confirmations', confirmation);
  await expect(wall).toHaveURL(/\/en\/wall$/, { timeout: KEPT_WITHIN_MS });
  const playlist = await call(server, 'POST', '/api/v1/playlists', {
    ...EXAMPLE_PLAYLIST,
    language: 'en',
  });
  const command = { type: 'assign', playlist: playlist.body.id };
  await call(server, 'POST', '/api/v1/screens/commands', { screens: [screen.body.id], command });
  const name = wall.getByRole('heading', { level: 1 });
  await expect(name).toHaveText(/^(One|Two)$/, { timeout: KEPT_WITHIN_MS });
  const head = await headOf();
  await expect
    .poll(() => keptBy(wall, '/en/wall'), { timeout: KEPT_WITHIN_MS })
    .toEqual({ digest: head.digest, opens: true });

  await cutTheNetwork();
  await wall.reload();
  const stale = { timeout: STALE_WITHIN_MS };
  await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'stale', stale);
  expect(await shownHead(wall)).toEqual({ ...head, connection: 'stale' });
  await expect(name).toHaveText(/^(One|Two)$/);
  await expect(wall.locator('#feed-band')).toContainText('this screen’s cache');

  network.refuses = 'nothing';
  await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live', {
    timeout: BACK_WITHIN_MS,
  });
  await expect(wall.locator('#feed-band')).toHaveCount(0, { timeout: BACK_WITHIN_MS });
});
