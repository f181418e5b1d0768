import { type Browser, expect, type Page } from '@playwright/test';
import { embedSnippet } from '@/lib/url/embed-snippet';
import { call, exampleIncident } from '../support/api-client';
import { serveArticle } from '../support/article-page';
import { bareGround } from '../support/bare-ground';
import { feedStatus, watchFaults } from '../support/map-page';
import { spawnDemo } from '../support/spawn-demo';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';

const INCIDENTS = '/api/v1/incidents';
const WORD = 'Zeebonkstraat';

let real: SpawnedServer;
let demo: SpawnedServer;
let ids: { corrected: string; retracted: string; withdrawn: string };

test.beforeAll(async () => {
  const environment = { CONTACT: 'desk@example.org', PUBLISHER: 'Example newsroom' };
  real = await spawnServer({ pages: true, environment });
  demo = await spawnDemo({ environment: await bareGround() });
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
  const { versions: told } = (await call(real, 'GET', `${INCIDENTS}/${ids.corrected}/versions`))
    .body;
  const { epoch } = (await call(real, 'GET', '/api/v1/digest')).body;
  const then = `${real.baseUrl}/en/incident/${ids.corrected}?asOf=${epoch}:${told[0].fromSeq}`;
  await page.goto(then);
  const band = page.getByRole('region', { name: 'As it was' });
  await expect(band).toContainText('As it was on');
  await expect(page.getByText('One person was injured.')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Show on the map' })).toHaveAttribute(
    'href',
    new RegExp(`asOf=${epoch}:${told[0].fromSeq}`),
  );
  await band.getByRole('link', { name: 'See today’s' }).click();
  await expect(page.getByText('One person was injured.')).toBeVisible();
  expect((await page.goto(`${then}x`))?.status()).toBe(404);
  const french = page.getByRole('banner').getByRole('link', { name: /^FR/ });
  const path = `/fr/incident/${ids.corrected}?asOf=${epoch}:${told[0].fromSeq}x`;
  await expect(french).toHaveAttribute('href', path);
  const nameless = await page.goto(`${real.baseUrl}/en/incident/${ids.corrected}?asOf=`);
  expect(nameless?.status()).toBe(404);
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
  const english = page.getByRole('banner').getByRole('link', { name: /^EN/ });
  await expect(english).toHaveAttribute('href', `/en/incident/${ids.withdrawn}`);
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

test('an article of another site holds a live map, which keeps nothing and asks for its height', async ({
  browser,
}) => {
  const snippet = embedSnippet({
    base: real.baseUrl,
    path: '/en/embed?k=shooting&r=21015',
    title: 'Incident map',
    controls: [],
    size: null,
  });
  const article = await serveArticle(snippet);
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  const faults = watchFaults(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.goto(article.url);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('#feed-status')).toHaveAttribute('data-connection', 'live', {
    timeout: 60_000,
  });
  const count = frame.getByRole('contentinfo').getByRole('strong');
  await expect(count).toHaveText(/^\d+ records?$/);
  const before = Number.parseInt(await count.innerText(), 10);
  const id = await post('while an article was open', new Date().toISOString());
  await expect(count).toHaveText(new RegExp(`^${before + 1} records`));

  const full = frame.getByRole('link', { name: /Open the full map/ });
  await expect(full).toHaveAttribute('href', /^\/en\?k=shooting&r=21015/);
  await expect(full).toHaveAttribute('rel', 'noopener');

  // By keyboard: the list of what is in view, a record of it, and its sources.
  const list = frame.getByRole('button', { name: 'List the records in view' });
  await list.focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: /while an article was open/ }).press('Enter');
  const card = frame.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('link', { name: 'Example report' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);

  const [said] = await page.evaluate(
    () => (globalThis as unknown as { heights: { data: object; origin: string }[] }).heights,
  );
  expect(said).toEqual({
    origin: real.baseUrl,
    data: { type: 'havenwacht:height', height: expect.any(Number) },
  });
  await expect(page.locator('iframe')).toHaveAttribute('style', /height: \d+px/);

  const map = page.frames().find((candidate) => candidate.url().includes('/embed'));
  const kept = await map?.evaluate(async () => ({
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).length,
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(kept).toEqual({
    caches: [],
    databases: 0,
    local: 0,
    session: 0,
    cookies: '',
    workers: 0,
  });
  expect(await context.storageState()).toEqual({ cookies: [], origins: [] });
  expect(new Set(asked)).toEqual(new Set([new URL(article.url).origin, real.baseUrl]));
  expect(faults).toEqual([]);
  await call(real, 'POST', `${INCIDENTS}/${id}/withdraw`);
  await context.close();
  article.close();
});

test('an embed of a past state shows what stood then, says so, and leads to today’s in the frame', async ({
  page,
}) => {
  const then = (await call(real, 'GET', '/api/v1/digest')).body;
  const path = `/en/embed?q=${WORD}&asOf=${then.epoch}:${then.seq}`;
  await post(`${WORD}, later`, '2026-01-06T21:40:00Z');
  await page.goto(real.baseUrl + path);
  const band = page.getByRole('region', { name: 'As it was' });
  await expect(band).toHaveAttribute('data-past', 'shown', { timeout: 60_000 });
  await expect(band).toContainText(/As it was on .* \(Brussels\)/);
  const count = page.getByRole('contentinfo').getByRole('strong');
  await expect(count).toHaveText(/^1 record/);
  await expect(page.locator('#feed-status')).toHaveCount(0);
  await band.getByRole('button', { name: 'See today’s' }).press('Enter');
  await expect(band).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Incident map' })).toBeFocused();
  await expect(page.getByRole('status').getByText('The map now shows today’s state.')).toHaveCount(
    1,
  );
  await expect(count).toHaveText(/^2 records/);
  await expect(page.locator('#feed-status')).toHaveAttribute('data-connection', 'live');
});

test('only embeds may be framed, and without scripts they say what they would show', async () => {
  const policyOf = async (path: string) => {
    const answer = await fetch(real.baseUrl + path);
    expect(answer.headers.get('set-cookie')).toBeNull();
    return /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
  };
  for (const path of ['/en/embed', '/nl/embed?k=shooting', '/embed']) {
    expect([path, await policyOf(path)]).toEqual([path, "'self' *"]);
  }
  const others = ['/en', '/en/about', `/en/incident/${ids.corrected}`, '/en/region/BEANR'];
  for (const path of [...others, '/en/embed/x', '/embed.js', '/oembed', '/api/v1/digest']) {
    expect([path, await policyOf(path)]).toEqual([path, "'none'"]);
  }
  const { numberMatched } = (await call(real, 'GET', `${INCIDENTS}?kind=shooting&region=21015`))
    .body;
  const html = await (await fetch(`${real.baseUrl}/en/embed?k=shooting&r=21015`)).text();
  const words = /<noscript>(.*?)<\/noscript>/.exec(html)?.[1] ?? '';
  // The list has retracted records too, and there is one.
  expect(words).toContain(`${numberMatched - 1} record`);
  expect(words).toContain('href="/en?k=shooting&amp;r=21015"');
  expect(html).toMatch(/<meta name="robots" content="noindex"/);
  expect(html).toMatch(/<link rel="canonical" href="[^"]*\/en\?k=shooting&amp;r=21015"/);
});

test('oEmbed tells how a map, a record and a region are embedded, and nothing of other hosts', async () => {
  const oembed = (query: string) => fetch(`${real.baseUrl}/oembed?${query}`);
  const base = real.baseUrl.replace('127.0.0.1', 'localhost');
  const of = (page: string, more = '') =>
    oembed(`url=${encodeURIComponent(base + page)}${more}`).then(async (answer) => ({
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      body: await answer.json(),
    }));

  const map = await of('/fr?k=shooting', '&format=json&maxwidth=400&maxheight=300');
  expect(map.status).toBe(200);
  expect(map.type).toMatch(/^application\/json/);
  expect(map.body).toMatchObject({
    version: '1.0',
    type: 'rich',
    provider_name: 'Example newsroom',
    width: 400,
    height: 300,
  });
  expect(map.body.html).toContain(`src="${base}/fr/embed?k=shooting"`);
  const past = await of('/nl?asOf=e1:7');
  expect(past.body.html).toContain(`src="${base}/nl/embed?asOf=e1:7"`);
  const record = await of(`/en/incident/${ids.corrected}`);
  expect(record.body.title).toContain(WORD);
  expect(record.body.html).toMatch(/\/en\/embed\?c=[^"]*&amp;record=\d+"/);
  const { epoch } = (await call(real, 'GET', '/api/v1/digest')).body;
  const { versions } = (await call(real, 'GET', `${INCIDENTS}/${ids.corrected}/versions`)).body;
  const asOf = `asOf=${epoch}:${versions[0].fromSeq}`;
  const then = await of(`/en/incident/${ids.corrected}?${asOf}`);
  expect(then.body.html).toMatch(new RegExp(`/en/embed\\?[^"]*${asOf}`));
  expect((await of(`/en/incident/${ids.corrected}?asOf=`)).status).toBe(404);
  expect((await of('/nl/region/BEANR')).body.html).toContain('/nl/embed?r=BEANR');

  const statuses = await Promise.all([
    of('/en', '&format=xml').then(({ status }) => status),
    of('/en/about').then(({ status }) => status),
    of(`/en/incident/${ids.withdrawn}`).then(({ status }) => status),
    of(`/en/incident/${ids.retracted}`).then(({ status }) => status),
    oembed(`url=${encodeURIComponent('https://other.example/en')}`).then(({ status }) => status),
    oembed('url=%E0%A4%A').then(({ status }) => status),
    oembed('').then(({ status }) => status),
  ]);
  expect(statuses).toEqual([501, 404, 410, 404, 404, 404, 404]);

  const html = await (await fetch(`${real.baseUrl}/en?k=shooting`)).text();
  const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]*)"/.exec(
    html,
  )?.[1];
  const address = new URL((link ?? '').replaceAll('&amp;', '&'));
  expect((await oembed(address.search.slice(1))).status).toBe(200);
});
