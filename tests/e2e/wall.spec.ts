import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { LAYOUTS } from '@/lib/wall/playlist';
import { call, exampleIncident } from '../support/api-client';
import { bareGround } from '../support/bare-ground';
import { feedStatus } from '../support/map-page';
import { countTurns, whenShown } from '../support/page-turns';
import { expectToChangeTogether } from '../support/scene-changes';
import {
  copyStarted,
  type SpawnedServer,
  spawnServer,
  temporaryFolder,
} from '../support/spawn-server';
import { test } from '../support/undrawn-test';
import { readingFaults, readingFaultsInBothThemes } from '../support/wall-readability';

const INCIDENTS = '/api/v1/incidents';
const ADDRESS = '/en/wall?scene=map~5~&scene=map-and-numbers~5~';
const CHANGES = 3;
const BAND_WITHIN_MS = 10_000;
const BACK_WITHIN_MS = 20_000;

let folder: ReturnType<typeof temporaryFolder>;
let server: SpawnedServer;
let context: BrowserContext;
let walls: [Page, Page];

test.describe.configure({ timeout: 420_000 });

test.beforeAll(async ({ browser }) => {
  folder = temporaryFolder('wall');
  await copyStarted(folder.path);
  server = await spawnServer({
    pages: true,
    dataDir: folder.path,
    environment: await bareGround(),
  });
  context = await browser.newContext();
  walls = [await context.newPage(), await context.newPage()];
  for (const wall of walls) {
    await wall.goto(server.baseUrl + ADDRESS);
    await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live');
  }
});
test.afterAll(async () => {
  await context?.close();
  await server?.stop();
  folder?.remove();
});

test('two walls change together, are interrupted, corrected and emptied together, and say when they hear nothing', async () => {
  await expectToChangeTogether(...walls, CHANGES);

  const occurred = new Date(Date.now() - 600_000).toISOString();
  const { body, status } = await call(
    server,
    'POST',
    INCIDENTS,
    exampleIncident({
      occurredFrom: occurred,
      occurredTo: occurred,
      title: { en: 'Example: on the wall' },
      subtype: 'person hit',
      injured: { low: null, best: 1, high: null },
    }),
  );
  expect(status).toBe(201);
  const cards = walls.map((wall) => wall.getByRole('article'));
  for (const card of cards) {
    await expect(card.getByRole('heading')).toHaveText('Example: on the wall');
  }
  expect(await readingFaultsInBothThemes(walls[0])).toEqual([]);
  await call(server, 'PATCH', `${INCIDENTS}/${body.id}`, {
    injured: { low: null, best: 2, high: null },
    correction: { en: 'Two people were found injured.' },
  });
  for (const card of cards) {
    await expect(card).toContainText('Corrected');
    await expect(card).toContainText('Two people were found injured.');
  }
  expect(await readingFaultsInBothThemes(walls[1])).toEqual([]);
  await call(server, 'PATCH', `${INCIDENTS}/${body.id}`, {
    title: { en: 'Example: with as many words as a title may have, '.repeat(4).trim() },
    correction: { en: 'Said at length, since much of it was wrong. '.repeat(20).trim() },
  });
  await expect(cards[0] as Locator).toContainText('Said at length');
  await expect(cards[1] as Locator).toContainText('Said at length');
  await expectFactsOf(walls[0], { width: 1_920, height: 1_080 });
  await expectFactsOf(walls[1], { width: 1_080, height: 1_920 });
  await call(server, 'DELETE', `${INCIDENTS}/${body.id}`);
  for (const card of cards) {
    await expect(card).toContainText('What stood here no longer holds');
    await expect(card).not.toContainText('on the wall');
  }

  const port = new URL(server.baseUrl).port;
  for (const wall of walls) await countTurns(wall);
  const bands = walls.map((wall) => whenShown(wall, '#feed-band'));
  await server.kill();
  const killedAtMs = Date.now();
  for (const { atMs, pausesMs } of await Promise.all(bands)) {
    const heldMs = pausesMs.reduce((sum, pause) => sum + pause, 0);
    expect(atMs - killedAtMs - heldMs).toBeLessThanOrEqual(BAND_WITHIN_MS);
  }
  for (const wall of walls) {
    await expect(wall.locator('#feed-band')).toContainText('No contact with the server');
  }
  expect(await readingFaultsInBothThemes(walls[0])).toEqual([]);
  server = await spawnServer({
    pages: true,
    dataDir: folder.path,
    environment: { PORT: port, ...(await bareGround()) },
  });
  for (const wall of walls) {
    await expect(wall.locator('#feed-band')).toHaveCount(0, { timeout: BACK_WITHIN_MS });
    await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live');
  }
});

test('every layout is read across a room, in both themes: 72 px for what it is about, 32 px for all else, contrast 7', async () => {
  const [wall] = walls;
  await wall.setViewportSize({ width: 1_920, height: 1_080 });
  const found: string[] = [];
  for (const layout of LAYOUTS) {
    await wall.goto(`${server.baseUrl}/en/wall?scene=${layout.replaceAll(' ', '-')}~3600~`);
    await expect(feedStatus(wall)).toHaveAttribute('data-connection', 'live');
    // The clock, and what a board beside the map is about.
    await expect(wall.locator('[data-headline]')).toHaveCount(layout === 'map' ? 1 : 2);
    // On a board that covers the map there is no legend.
    const signs = wall.locator('footer li');
    if (layout === 'figures') await expect(signs).toHaveCount(0);
    else if (layout !== 'replay') await expect(signs.first()).toBeVisible();
    if (layout === 'map') await expect(signs.getByText('Grid of counts')).toBeVisible();
    found.push(...(await readingFaultsInBothThemes(wall)).map((fault) => `${layout}: ${fault}`));
    if (layout === 'compare') {
      await wall.locator('table').evaluate(showLargeNumbers);
      found.push(...(await readingFaults(wall)).map((fault) => `large numbers: ${fault}`));
    }
  }
  expect(found).toEqual([]);
});

/** However much a card says, it says all of what is known, and by whom. */
async function expectFactsOf(wall: Page, size: { width: number; height: number }): Promise<void> {
  await wall.setViewportSize(size);
  const facts = wall.getByRole('article').locator('dt');
  await expect(facts).toHaveText(['Where', 'When', 'Toll', 'Verification', 'Sources']);
  for (const fact of await facts.all()) await expect(fact).toBeInViewport({ ratio: 1 });
  expect(await readingFaultsInBothThemes(wall)).toEqual([]);
}

/** Runs in the page: a month with more records than any newsroom has had, after one with few. */
function showLargeNumbers(table: Element): void {
  for (const { cells } of (table as HTMLTableElement).rows) {
    for (const [index, text] of ['2,841', '205', '▲ +1,283 %'].entries()) {
      const cell = cells[index + 1];
      if (cell) cell.textContent = text;
    }
  }
}
