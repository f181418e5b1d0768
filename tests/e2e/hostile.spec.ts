import { Agent } from 'node:http';
import { expect, type Page } from '@playwright/test';
import { toLabelText } from '@/lib/domain/map-label';
import { toQuestion } from '@/lib/domain/search-words';
import { textOfLabel } from '@/lib/url/label-text';
import { call } from '../support/api-client';
import { often } from '../support/breadth';
import { recordFullOf } from '../support/hostile-record';
import { HOSTILE_TEXTS, hostileLines } from '../support/hostile-texts';
import { figureInput } from '../support/incident-inputs';
import { feedStatus, openMap, travelTo } from '../support/map-page';
import { outlinesOf, type PageOutline } from '../support/page-outline';
import { rawRequest } from '../support/raw-request';
import {
  redirectPaths,
  redirectQueries,
  STRANGER,
  strangeLocation,
} from '../support/redirect-attempts';
import { type SpawnedServer, spawnServer } from '../support/spawn-server';
import { test } from '../support/undrawn-test';
import { watchHits } from '../support/watch-hits';

const INCIDENTS = '/api/v1/incidents';
const TITLES = hostileLines(200);
const LINES = new Map(
  [60, 100, 200, 300, 1_000, 2_000, 4_000].map((longest) => [
    longest,
    hostileLines(
      longest,
      HOSTILE_TEXTS.filter((text) => text.length <= longest),
    ),
  ]),
);
/** Further into the year than others look for neighbours, so that every page has as many. */
const FIRST_DAY = 60;
const AT_ONCE = 6;

const PLAIN_TITLE = 'Words 3';

/** A record as the API tells it. */
interface Known {
  id: string;
  rid: number;
  occurredFrom: string;
  title: { en: string };
}

let server: SpawnedServer;
/** In the order of their titles. */
let records: Known[];
let harmless: Known;
let code: string;

test.beforeAll(async () => {
  const imprint = {
    PUBLISHER: HOSTILE_TEXTS[3] ?? '',
    RESPONSIBLE_EDITOR: HOSTILE_TEXTS[7] ?? '',
    CONTACT: HOSTILE_TEXTS[4] ?? '',
    DATA_LICENCE: HOSTILE_TEXTS[70] ?? '',
  };
  server = await spawnServer({ pages: true, environment: imprint });
  const hostile = TITLES.map((title, number) =>
    recordFullOf((place, longest) => {
      const lines = LINES.get(longest) ?? [];
      if (place <= 3) return title;
      // By then each line has stood at each place; the long ones are most of what a page costs.
      if (number >= lines.length) return `Words ${place}`;
      return lines[(number + place * 7) % lines.length] ?? '';
    }, FIRST_DAY + number),
  );
  const plain = recordFullOf((place) => `Words ${place}`, FIRST_DAY + 50);
  const incidents = [...hostile, plain];
  const batch = {
    batchId: '22222222-2222-4222-8222-222222222222',
    name: 'hostile',
    records: incidents.map((incident, number) => ({ importKey: String(number), incident })),
  };
  const { body } = await call(server, 'POST', '/api/v1/imports', batch);
  expect(body).toMatchObject({ added: incidents.length, faults: [] });
  const list = (await call(server, 'GET', `${INCIDENTS}?origin=imported&limit=1000`)).body.features;
  const known: Known[] = list.map(({ properties }: { properties: Known }) => properties);
  records = known
    .filter(({ title }) => title.en !== PLAIN_TITLE)
    .sort((a, b) => a.occurredFrom.localeCompare(b.occurredFrom));
  harmless = known.find(({ title }) => title.en === PLAIN_TITLE) ?? fail();
  const figures = TITLES.map((text, number) => ({
    ...figureInput(number, number + 1),
    area: 'BE-BRU',
    authority: text,
    definition: { nl: text, fr: text, en: text },
    areaName: { en: text },
    note: { nl: text, fr: text, en: text },
    source: { publisher: text, label: text, url: `https://example.org/?${text}` },
  }));
  expect((await call(server, 'PUT', '/api/v1/figures', { figures })).status).toBe(200);
  const link = { state: 'k=seizure', title: TITLES[0]?.slice(0, 120), note: noteOf() };
  code = (await call(server, 'POST', '/api/v1/links', link)).body.code;
});
test.afterAll(() => server?.stop());

function fail(): never {
  throw new Error('no such record');
}

/** As many as a note may hold, without those that turn the direction of text: it refuses them. */
function noteOf(): string {
  const taken = HOSTILE_TEXTS.filter((text) => !/[\u202e\u2067]/.test(text));
  return hostileLines(600, taken)[0] ?? '';
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const textAt = async (path: string) => (await fetch(server.baseUrl + path)).text();

/** Words that a question and a label may be. */
const ASKED = HOSTILE_TEXTS.filter(
  (text) => toQuestion(text) === text && toLabelText(text) === text,
);
const queryOf = (text: string) =>
  `q=${encodeURIComponent(text)}&label=${textOfLabel({ text, point: [4.35, 50.85] })}&x=${encodeURIComponent(text)}`;

test('pages of records, maps and embeds consist of the same elements whatever their texts are', async ({
  page,
}) => {
  const outlines = async (paths: string[]): Promise<PageOutline[]> =>
    outlinesOf(page, await eachOf(paths, textAt));
  const pathOf = ({ id }: { id: string }, number: number) =>
    `/${['nl', 'fr', 'en'][number % 3]}/incident/${id}`;
  const expected = await outlines([0, 1, 2].map((number) => pathOf(harmless, number)));
  const looked = records
    .map((record, number) => ({
      path: pathOf(record, number),
      title: linesOf(TITLES[number] ?? ''),
      elements: expected[number % 3]?.elements,
    }))
    .filter((_, number) => number % often(4, 1) === 0);
  const pages = await outlines(looked.map(({ path }) => path));
  for (const [index, { title, elements }] of looked.entries()) {
    const outline = pages[index] ?? fail();
    expect(outline.elements, title).toEqual(elements);
    expect(outline.heading).toBe(title);
    expect(outline.meta['og:title']).toBe(title);
    expect(outline.meta['twitter:title']).toBe(title);
    expect(outline.title).toBe(`${title} – Havenwacht`.replace(/[\t\n\f\r ]+/g, ' '));
  }
  for (const path of ['/en', '/nl/embed']) {
    const [plain, ...asked] = await outlines([
      `${path}?${queryOf('words')}`,
      ...ASKED.slice(0, 12).map((text) => `${path}?${queryOf(text)}`),
    ]);
    for (const outline of asked) expect(outline.elements).toEqual(plain?.elements);
  }
  const regionSource = await textAt('/en/region/BE-BRU');
  const [region] = await outlinesOf(page, [regionSource]);
  expect(region?.data.length).toBe(1);
  expect(region?.data[0]).not.toMatch(/[<>&]/);
  expect(JSON.stringify(JSON.parse(region?.data[0] ?? ''))).toContain(
    JSON.stringify(HOSTILE_TEXTS[3]).slice(1, -1),
  );
  const shown = await page.evaluate(
    (source) => new DOMParser().parseFromString(source, 'text/html').body.textContent,
    regionSource,
  );
  expect(shown).toContain(linesOf(TITLES[0] ?? ''));
  await expectOembed(page, pages);
});

/** HTML has one way to end a line. */
function linesOf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** What another site is given to put into its own page. */
async function expectOembed(page: Page, pages: readonly PageOutline[]): Promise<void> {
  const answers = await eachOf(pages, async ({ canonical }) => {
    const answer = await fetch(`${server.baseUrl}/oembed?url=${encodeURIComponent(canonical)}`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    return (await answer.json()) as { html: string; title: string };
  });
  const frames = await page.evaluate(
    (sources) =>
      sources.map((source) => {
        const { body } = new DOMParser().parseFromString(source, 'text/html');
        const [frame, ...others] = body.querySelectorAll('*');
        const names = frame?.getAttributeNames().sort().join(' ');
        const isAlone = others.length === 0 && body.textContent === '';
        const src = frame?.getAttribute('src') ?? '';
        return { isAlone, names, title: frame?.getAttribute('title'), src };
      }),
    answers.map(({ html }) => html),
  );
  const base = pages[0]?.canonical.split('/').slice(0, 3).join('/');
  for (const [number, frame] of frames.entries()) {
    const names = 'loading src style title';
    expect(frame).toMatchObject({ isAlone: true, names });
    expect(frame.title).toBe(linesOf(answers[number]?.title ?? ''));
    expect(frame.src).toMatch(new RegExp(`^${base}/(nl|fr|en)/embed\\?`));
    expect(linesOf(frame.title ?? '')).toContain(pages[number]?.heading ?? fail());
  }
}

test('nothing of hostile texts runs or is asked for: list, cards, labels, note, search, embed, pages', async ({
  context,
}) => {
  const hits = await watchHits(context, server.baseUrl);
  const page = await context.newPage();
  const labels = ASKED.slice(40, 45).map((text, number) =>
    textOfLabel({ text, point: [4.3 + number / 20, 50.85] }),
  );
  const view = `c=4.33,50.84,11&label=${labels.join('&label=')}`;
  await openMap(
    page,
    `${server.baseUrl}/en?tab=inView&record=${records[0]?.rid}&${view}&link=${code}`,
  );
  const card = page.getByRole('article', { name: 'Record' });
  await expect(card.getByRole('heading').first()).toHaveText(TITLES[0] ?? '');
  const note = page.getByRole('region', { name: 'From whoever shared this' });
  await expect(note.getByRole('paragraph')).toHaveText(noteOf());
  // All of a list are in the document while it is printed.
  await page.keyboard.press('Control+p');
  await expect(page.locator('body')).toContainText(TITLES[60] ?? '', { useInnerText: false });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  const search = page.getByRole('searchbox').first();
  for (const text of ASKED.slice(45, 50)) {
    await search.fill(text);
    await search.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
  }
  for (const number of [1, 2, 3]) {
    await travelTo(page, `${server.baseUrl}/en?record=${records[number]?.rid}&${view}`);
    await expect(card.getByRole('heading').first()).toHaveText(TITLES[number] ?? '');
  }
  expect(await strangeElements(page)).toEqual([]);
  await page.goto(
    `${server.baseUrl}/fr/embed?controls=legend.list&record=${records[4]?.rid}&${view}`,
  );
  await expect(feedStatus(page)).toHaveAttribute('data-connection', 'live', { timeout: 20_000 });
  await expect(page.getByRole('article').getByRole('heading').first()).toHaveText(TITLES[4] ?? '');
  expect(await strangeElements(page)).toEqual([]);
  for (const path of [`/nl/incident/${records[5]?.id}`, '/en/region/BE-BRU', '/en/about']) {
    await page.goto(server.baseUrl + path);
    await expect(page.getByRole('heading').first()).toBeVisible();
  }
  expect(await strangeElements(page)).toEqual([]);
  expect(hits).toEqual([]);
  // Taken for markup, two of them are noticed.
  const markup = HOSTILE_TEXTS.slice(4, 6).join('');
  await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), markup);
  await expect.poll(() => hits.join()).toMatch(/asked for \S*hw-hit\/5/);
  await expect.poll(() => hits.join()).toMatch(/stopped script-src-attr/);
  expect(await strangeElements(page)).toHaveLength(2);
});

/** What texts would have made of a page, whether or not the content policy stopped it. */
function strangeElements(page: Page): Promise<string[]> {
  const selector =
    'base, object, embed, iframe, math, marquee, [onerror], [onload], [onfocus], [srcdoc], [ping], [src*="hw-hit"]';
  return page.evaluate(
    (asked) => [...document.querySelectorAll(asked)].map((element) => element.outerHTML),
    selector,
  );
}

test('whatever is asked for, nobody is sent to another site', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const pages = [
    '/nl',
    '/en/about',
    '/en/embed',
    '/nl/enter',
    '/en/incident/x',
    '/en/s/x',
    '/_next',
  ];
  const senders = ['', '/about', '/embed', `/s/${code}`, `/fr/s/${code}`];
  const targets = [
    ...[...pages, ...senders, '/enter', '/oembed'].flatMap(redirectPaths),
    ...senders.flatMap((path) => redirectQueries(path || '/')),
    // Pages, which lead nowhere: a ninth of the ways, encoded and not in turn.
    ...['/en', `/nl/s/${code}`].flatMap((path) =>
      redirectQueries(path).filter((_, number) => number % 9 === 0),
    ),
  ]
    .filter((target) => target.startsWith('/'))
    .filter((_, number) => number % often(3, 1) === 0);
  const stranger = { 'x-forwarded-host': STRANGER, 'x-forwarded-proto': 'https' };
  const answers = await eachOf(targets, (target) =>
    rawRequest(server.baseUrl, target, { agent, headers: stranger }),
  );
  agent.destroy();
  const sent = answers.flatMap(({ status, location }, index) =>
    location === null ? [] : [{ status, location, target: targets[index] ?? '' }],
  );
  expect(sent.length).toBeGreaterThan((senders.length * 100) / often(3, 1));
  for (const { location, target } of sent) {
    expect(strangeLocation(location, server.baseUrl), target).toBeNull();
  }
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
});
