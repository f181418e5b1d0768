import { type Browser, expect, type Page, test } from '@playwright/test';
import { call, exampleIncident } from '../support/api-client';
import { feedStatus, watchFaults } from '../support/map-page';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';

const INCIDENTS = '/api/v1/incidents';
const WORD = 'Zeebonkstraat';

let folder: ReturnType<typeof temporaryFolder>;
let real: SpawnedServer;
let demo: SpawnedServer;
let ids: { corrected: string; retracted: string; withdrawn: string };

test.beforeAll(async () => {
  folder = temporaryFolder('pages');
  const environment = { CONTACT: 'desk@example.org', PUBLISHER: 'Example newsroom' };
  real = await spawnServer({ pages: true, environment });
  demo = await spawnServer({
    mode: 'demo',
    pages: true,
    arguments: ['--still', '--seed', '7', '--incidents', '200'],
    dataDir: folder.path,
  });
  ids = {
    corrected: await post(`shots fired, ${WORD}`, '2026-01-02T21:40:00Z'),
    retracted: await post(WORD, '2026-01-03T21:40:00Z'),
    withdrawn: await post(WORD, '2026-01-04T21:40:00Z'),
  };
  await post('three days later', '2026-01-05T21:40:00Z');
  await call(real, 'PATCH', `${INCIDENTS}/${ids.corrected}`, {
    injured: { best: 1 },
    correction: { en: 'One person was injured.' },
  });
  const reason = { en: 'It did not happen.' };
  await call(real, 'POST', `${INCIDENTS}/${ids.retracted}/retract`, { reason });
  await call(real, 'POST', `${INCIDENTS}/${ids.withdrawn}/withdraw`);
});
test.afterAll(async () => {
  await real?.stop();
  await demo?.stop();
  folder?.remove();
});

async function post(title: string, at: string): Promise<string> {
  const times = { occurredFrom: at, occurredTo: at };
  const body = exampleIncident({
    ...times,
    title: { en: title },
    placePrecision: 'exact',
    municipality: '21015',
    sources: [
      {
        publisher: 'Example publisher',
        label: 'Example report',
        url: 'https://example.org/report',
        archivedUrl: 'https://archive.example/report',
      },
    ],
  });
  return (await call(real, 'POST', INCIDENTS, body)).body.id;
}

async function openWithoutScripts(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  return context.newPage();
}

test('the page of a record tells without scripts what is known, from whom, and what was before', async ({
  browser,
}) => {
  const page = await openWithoutScripts(browser);
  const answer = await page.goto(`${real.baseUrl}/en/incident/${ids.corrected}`);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()['cache-control']).toContain('no-store');
  await expect(page).toHaveTitle(`shots fired, ${WORD} – Havenwacht`);
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`shots fired, ${WORD}`);
  await expect(page.getByRole('link', { name: 'Example report' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'archived copy' })).toHaveAttribute(
    'href',
    'https://archive.example/report',
  );
  await expect(page.getByText('One person was injured.')).toBeVisible();
  const versions = page.locator('details');
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText('changed: injured, corrections · as it is now');
  await versions.last().locator('summary').click();
  await expect(versions.last()).toContainText('Injurednot stated');
  const near = page.getByRole('link', { name: /three days later/ });
  await expect(near).toHaveAttribute('href', /^\/en\/incident\//);
  await expect(page.getByRole('link', { name: 'Report an error' })).toHaveAttribute(
    'href',
    `mailto:desk@example.org?subject=${encodeURIComponent(`Error in record ${ids.corrected}`)}`,
  );
  await page.context().close();
});

test('a page says what left public view and what never was, in its reader’s language', async ({
  browser,
  request,
}) => {
  const page = await openWithoutScripts(browser);
  const gone = await page.goto(`${real.baseUrl}/nl/incident/${ids.withdrawn}`);
  expect(gone?.status()).toBe(410);
  await expect(page.getByRole('heading')).toHaveText('Deze melding is niet langer openbaar');
  for (const path of ['incident/00000000-0000-4000-8000-000000000000', 'incident/x', 'region/XX']) {
    const missing = await page.goto(`${real.baseUrl}/fr/${path}`);
    expect(missing?.status(), path).toBe(404);
    await expect(page.getByRole('heading')).toHaveText('Cette page n’existe pas');
  }
  const retracted = await page.goto(`${real.baseUrl}/en/incident/${ids.retracted}`);
  expect(retracted?.status()).toBe(200);
  await expect(page.getByText('It did not happen.')).toBeVisible();
  for (const id of [ids.retracted, ids.withdrawn]) {
    const answer = await request.get(`${real.baseUrl}/en/incident/${id}`);
    expect(await answer.text()).not.toContain(WORD);
  }
  await page.context().close();
});

test('the page of a region counts what the API lists, and sets published figures beside it', async ({
  browser,
}) => {
  const page = await openWithoutScripts(browser);
  for (const code of ['21015', 'BEANR', 'BE-BRU']) {
    await page.goto(`${real.baseUrl}/en/region/${code}`);
    const { numberMatched, features } = (
      await call(real, 'GET', `${INCIDENTS}?region=${code}&limit=1000`)
    ).body;
    const retracted = features.filter(
      (feature: { properties: { status: string } }) => feature.properties.status === 'retracted',
    ).length;
    const total = page.getByRole('table').first().locator('tfoot td b');
    await expect(total).toHaveText(String(numberMatched - retracted));
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Brussels (Region)');
  await expect(page.locator('h1 + ul [lang=nl]')).toHaveText(/Brussel/);
  const shootings = page.getByRole('table', { name: /^shootings/ });
  await expect(shootings.getByRole('row').nth(1).getByRole('link').first()).toBeVisible();
  await expect(page.getByText('The two are never added up')).toBeVisible();
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute(
    'href',
    /\/en\/region\/BE-BRU$/,
  );
  await expect(page.locator('link[rel=alternate][hreflang=nl]')).toHaveAttribute(
    'href',
    /\/nl\/region\/BE-BRU$/,
  );
  await expect(page.locator('meta[name=robots]')).toHaveCount(0);
  const jsonLd = await page.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(jsonLd ?? '')['@graph'][0].name).toBe('Brussels (Region)');
  await page.context().close();
});

test('a card leads to the record’s page, which says that it is simulated and leads back', async ({
  page,
}) => {
  const faults = watchFaults(page);
  const list = (await call(demo, 'GET', `${INCIDENTS}?limit=1&kind=shooting`)).body;
  const { id, rid } = list.features[0].properties;
  await page.goto(`${demo.baseUrl}/en?record=${rid}`);
  await page.getByRole('link', { name: 'Page of this record' }).click();
  await expect(page).toHaveURL(`${demo.baseUrl}/en/incident/${id}`);
  await expect(page).toHaveTitle(/^Simulated/);
  await expect(page.getByText('None of these events happened.')).toBeVisible();
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await page
    .getByRole('navigation', { name: 'Areas of this record' })
    .getByRole('link')
    .last()
    .click();
  await expect(page).toHaveURL(/\/en\/region\//);
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expect(page.locator('script[type="application/ld+json"]')).toHaveCount(0);
  await page.goBack();
  await page.getByRole('link', { name: 'Show on the map' }).click();
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live');
  await expect(
    page.getByRole('article', { name: 'Record' }).getByRole('heading').first(),
  ).toBeVisible();
  expect(faults).toEqual([]);
  for (const path of ['/sitemap.xml', '/robots.txt']) {
    expect((await fetch(demo.baseUrl + path)).status).toBe(404);
  }
});
