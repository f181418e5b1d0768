import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { liesInShape, type Shape } from '@/lib/domain/shape';
import { readBoundaries } from '@/lib/ingest/boundaries/read-boundaries';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { REGIONS } from '@/lib/regions/gazetteer';
import { call } from '../support/api-client';
import { twoSquares } from '../support/boundary-files';
import { cameraInAddress, mapOf, openMap, overviewOf, shownTotal } from '../support/map-page';
import { test } from '../support/one-window-test';
import type { SpawnedServer } from '../support/spawn-server';

let server: SpawnedServer;

test.beforeAll(({ demo }) => {
  server = demo;
});

/** Rids of the simulated records that the API lists; the page counts no retracted ones. */
async function listed(query: string): Promise<number[]> {
  const path = `/api/v1/incidents?origin=simulated&limit=1000&${query}`;
  const { body } = await call(server, 'GET', path);
  return body.features.flatMap(({ properties }: { properties: { rid: number; status: string } }) =>
    properties.status === 'published' ? [properties.rid] : [],
  );
}

/** How many simulated records the server's search finds; it finds real ones as well. */
async function found(question: string): Promise<number> {
  const { body } = await call(server, 'GET', `/api/v1/search?q=${question}&limit=10000`);
  const simulated = new Set(await listed(''));
  return body.rids.filter((rid: number) => simulated.has(rid)).length;
}

const chips = (page: Page) =>
  page.getByRole('list', { name: 'Active filters' }).getByRole('button');

test('a pasted link narrows by subtype, casualties, context, quantity and words as the API does', async ({
  page,
  mapAt,
}) => {
  for (const [address, query] of [
    ['drug=cocaine&amount=g.100000', 'subtype=cocaine&minQuantity=100'],
    ['ctx=drugs', 'context=drugs'],
    ['harm=not-stated', 'casualties=not stated'],
    [
      'sub=person-hit.stabbing&harm=killed.injured',
      'subtype=person hit,stabbing&casualties=killed,injured',
    ],
  ] as const) {
    const kept = await mapAt(`${server.baseUrl}/en?${address}`);
    const expected = (await listed(query)).length;
    expect(expected, query).toBeGreaterThan(0);
    await expect.poll(() => shownTotal(kept), address).toBe(expected);
  }
  // One by a real opening, since the rest is read by the same code.
  await openMap(page, `${server.baseUrl}/en?q=antwerp`);
  await expect.poll(() => shownTotal(page)).toBe(await found('antwerp'));
});

test('the page names every further criterion of a link, and the keyboard drops each', async ({
  mapAt,
}) => {
  const circle = 'shape=circle,4.4,51.2,20000';
  const page = await mapAt(
    `${server.baseUrl}/en?drug=cocaine&harm=killed.not-stated&amount=g..5000000&${circle}`,
  );
  await expect(chips(page)).toHaveText([
    'cocaine ×',
    'someone killed ×',
    'casualties not stated ×',
    'at most 5,000 kg ×',
    'within 20 km of 51.2, 4.4 ×',
  ]);
  await expect(overviewOf(page).getByText('without a point cannot be placed')).toBeVisible();
  for (let left = 4; left >= 0; left -= 1) {
    await chips(page).first().focus();
    await page.keyboard.press('Enter');
    await expect(chips(page)).toHaveCount(left);
  }
  await expect(page).toHaveURL(/\/en$/);
});

test('a search narrows the view to what the server finds, and says where there is no answer', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  const all = await shownTotal(page);
  const expected = await found('antwerp');
  expect(expected).toBeGreaterThan(0);
  expect(expected).toBeLessThan(all);
  const field = page.getByRole('searchbox', { name: 'Search the records' });
  await field.fill('  Antwerp ');
  await field.press('Enter');
  await expect(page).toHaveURL(/\?q=Antwerp$/);
  await expect(field).toHaveValue('Antwerp');
  await expect(field).toBeFocused();
  await expect.poll(() => shownTotal(page)).toBe(expected);
  await expect(chips(page)).toHaveText(['“Antwerp” ×']);
  await chips(page).first().click();
  await expect(field).toHaveValue('');
  await expect.poll(() => shownTotal(page)).toBe(all);

  await page.route('**/api/v1/search*', (route) => route.abort());
  await mapAt(`${server.baseUrl}/en?q=brussels`);
  await expect(overviewOf(page).getByText('The search does not answer')).toBeVisible();
  expect(await shownTotal(page)).toBe(all);
});

const panel = (page: Page) => page.getByRole('region', { name: 'Choices' });

/** Opens a group of the panel and gives its checkbox or radio button of that name. */
async function openGroup(page: Page, group: string): Promise<void> {
  await panel(page).locator('summary', { hasText: group }).press('Enter');
}

/** What a choice says that it would give. */
async function countOf(choice: Locator): Promise<number> {
  const row = choice.locator('xpath=ancestor::label');
  return Number((await row.innerText()).match(/([\d,]+)\s+records?$/)?.[1]?.replace(',', ''));
}

test('every choice of the panel says what it would give, and gives it, by keyboard; Back undoes it', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?k=seizure&from=2024-01-01`);
  await page.getByRole('tab', { name: 'Filters' }).click();
  await openGroup(page, 'Seizures');
  const cocaine = panel(page).getByRole('checkbox', { name: 'cocaine' });
  const heroin = panel(page).getByRole('checkbox', { name: 'heroin' });
  const published = (query: string) => listed(`from=2024-01-01&kind=seizure&${query}`);
  await expect.poll(() => countOf(cocaine)).toBe((await published('subtype=cocaine')).length);
  const ofHeroin = await countOf(heroin);
  expect(ofHeroin).toBeGreaterThan(0);
  await cocaine.press('Space');
  await expect(page).toHaveURL(/drug=cocaine/);
  await expect.poll(() => shownTotal(page)).toBe(await countOf(cocaine));
  // The count of a choice leaves its own criterion out.
  expect(await countOf(heroin)).toBe(ofHeroin);
  await expect(panel(page).getByText('1 of 9')).toBeVisible();

  await openGroup(page, 'Quantity');
  await panel(page).getByRole('radio', { name: 'kilograms' }).check();
  await panel(page).getByRole('spinbutton', { name: 'At least' }).fill('100');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/amount=g\.100000/);
  await expect
    .poll(() => shownTotal(page))
    .toBe((await published('subtype=cocaine&minQuantity=100')).length);
  await expect(chips(page)).toHaveText([
    'Seizures ×',
    'From 1 January 2024 ×',
    'cocaine ×',
    'at least 100 kg ×',
  ]);
  await page.goBack();
  await expect(panel(page).getByRole('spinbutton', { name: 'At least' })).toHaveValue('');
  await page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(chips(page)).toHaveCount(0);
  await expect(page).toHaveURL(/\/en\?tab=filters$/);
});

test('a kind that is off and a year say what they would give', async ({ mapAt }) => {
  const page = await mapAt(`${server.baseUrl}/en?k=shooting`);
  const seizures = overviewOf(page).getByRole('button', { name: 'Seizures' });
  const expected = (await listed('kind=seizure')).length;
  await expect(seizures).toHaveText(new RegExp(`^${expected}`));
  await expect(seizures).toHaveAttribute('aria-pressed', 'false');
  const year = overviewOf(page).getByLabel('Year');
  const options = await year.locator('option:not([hidden])').allInnerTexts();
  const [name = '', count = ''] = options[1]?.split(' · ') ?? [];
  await year.selectOption({ index: 2 });
  await expect(page).toHaveURL(new RegExp(`from=${name}-01-01&to=${name}-12-31`));
  await expect.poll(() => shownTotal(page)).toBe(Number(count));
});

const regionsInAddress = (page: Page) =>
  new URL(page.url()).searchParams.get('r')?.split('.') ?? [];
const idOf = async (option: Locator) => (await option.getAttribute('id')) ?? '';

test('a region is found by any of its names, by keyboard, and narrows and moves the view', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en`);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const field = page.getByRole('combobox', { name: 'Region or port' });
  const options = page.getByRole('listbox', { name: 'Region or port' }).getByRole('option');
  await field.focus();
  await page.keyboard.type('anvers');
  await expect(options.first()).toContainText('Antwerp (municipality)');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(2)).toContainText('Antwerp (port)');
  await expect(field).toHaveAttribute('aria-activedescendant', await idOf(options.nth(2)));
  await page.keyboard.press('Enter');
  await expect.poll(() => regionsInAddress(page)).toEqual(['BEANR']);
  await expect.poll(() => Math.abs((cameraInAddress(page)?.lng ?? 99) - 4.27)).toBeLessThan(0.1);
  await expect.poll(() => shownTotal(page)).toBe((await listed('region=BEANR')).length);

  await page.keyboard.type('port of rott');
  await options.first().click();
  await expect.poll(() => regionsInAddress(page)).toEqual(['BEANR', 'NLRTM']);
  await expect.poll(() => shownTotal(page)).toBe((await listed('region=BEANR,NLRTM')).length);

  await field.fill('port of rott');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect.poll(() => regionsInAddress(page)).toEqual(['BEANR']);
  await page.goBack();
  await expect.poll(() => regionsInAddress(page)).toEqual(['BEANR', 'NLRTM']);

  await field.fill('nowhere at all');
  await expect(page.getByText('No region of that name')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
});

/** Rids of simulated records with a point in a shape, by the same rule as the engine but from the API's own answer. */
async function listedInside(shape: Shape): Promise<number> {
  const { body } = await call(server, 'GET', '/api/v1/incidents?origin=simulated&limit=1000');
  type Listed = {
    geometry: { coordinates: [number, number] } | null;
    properties: { status: string };
  };
  return body.features.filter(
    ({ geometry, properties }: Listed) =>
      properties.status === 'published' && geometry && liesInShape(shape, ...geometry.coordinates),
  ).length;
}

const shapeInAddress = (page: Page) => new URL(page.url()).searchParams.get('shape');

test('an area is drawn by the mouse, taken around the middle by keyboard, or given up', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?c=4.35,50.85,11`);
  const all = await shownTotal(page);
  const box = await mapOf(page).boundingBox();
  if (!box) throw new Error('no map');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const open = async () => page.getByText('Area', { exact: true }).first().click();

  await open();
  await page.getByRole('button', { name: 'Draw a polygon' }).click();
  await expect(page.getByText('Click to set corners')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Click to set corners')).toHaveCount(0);
  expect(shapeInAddress(page)).toBeNull();

  await open();
  await page.getByRole('button', { name: 'Draw a circle' }).click();
  await expect(page.getByText('Click on the middle')).toBeVisible();
  await page.mouse.click(x, y);
  await page.mouse.move(x + 60, y, { steps: 3 });
  await page.mouse.click(x + 60, y);
  await expect.poll(() => shapeInAddress(page)).toMatch(/^circle,/);
  const [, lng, lat, radiusMetres] = (shapeInAddress(page) ?? '').split(',').map(Number);
  expect([lng, lat].map((degrees) => degrees?.toFixed(2))).toEqual(['4.35', '50.85']);
  const circle: Shape = {
    type: 'circle',
    center: [lng ?? 0, lat ?? 0],
    radiusMetres: radiusMetres ?? 0,
  };
  const inside = await listedInside(circle);
  expect(inside).toBeGreaterThan(0);
  expect(inside).toBeLessThan(all);
  await expect.poll(() => shownTotal(page)).toBe(inside);
  // The click that ended the drawing chose nothing that lay under it.
  expect(new URL(page.url()).searchParams.get('tab')).toBeNull();

  await page.getByText('Area', { exact: true }).first().focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: 'Km around the map’s middle' });
  await field.fill('none');
  await field.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Write a distance' })).toBeVisible();
  await field.fill('2,5');
  await field.press('Enter');
  await expect.poll(() => shapeInAddress(page)).toBe('circle,4.35,50.85,2500');
  const around: Shape = { type: 'circle', center: [4.35, 50.85], radiusMetres: 2_500 };
  const expected = await listedInside(around);
  await expect.poll(() => shownTotal(page)).toBe(expected);
  await page.goBack();
  await expect.poll(() => shownTotal(page)).toBe(inside);
});

test('a period stands beside the one a year earlier: in a table, on the map and in the timeline', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?from=2025-01-01&to=2025-12-31&c=4.4,50.9,7`);
  await page.getByRole('tab', { name: 'Compare' }).press('Enter');
  const panel = page.getByRole('tabpanel', { name: 'Compare' });
  await panel.getByRole('button', { name: 'Year earlier' }).press('Enter');
  await expect(page).toHaveURL(/vs=year/);
  const cells = (name: string) => panel.getByRole('row', { name }).first().getByRole('cell');
  const own = (await listed('from=2025-01-01&to=2025-12-31')).length;
  const other = (await listed('from=2024-01-01&to=2024-12-31')).length;
  await expect(cells('All').nth(0)).toHaveText(String(own));
  await expect(cells('All').nth(1)).toHaveText(String(other));
  await expect(cells('All').nth(2)).toContainText(String(Math.abs(own - other)));
  await expect(page.getByText('outline: the other period')).toBeVisible();
  await page.getByText('Legend and layers').click();
  await expect(page.getByText('By how much the records that name an area differ')).toBeVisible();

  // A region's line leads to the records behind it.
  const region = panel.getByRole('row').getByRole('button').first();
  const behind = cells(await region.innerText());
  const counts = await behind.allInnerTexts();
  await region.press('Enter');
  await expect.poll(() => shownTotal(page)).toBe(Number(counts[0]));

  await mapAt(`${server.baseUrl}/en?vs=2023-01-01.2023-12-31&tab=compare`);
  await expect(panel.getByText('Choose a period with a first day')).toBeVisible();
});

test('sums of the records stand apart from published figures, lead to their records, and can be saved', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?tab=figures`);
  const panel = page.getByRole('tabpanel', { name: 'Figures' });
  const drugs = panel.getByRole('table', { name: 'Seizures by drug' });
  await expect(panel.getByText('Single events that were reported')).toBeVisible();
  const row = drugs.getByRole('row').nth(1);
  const drug = row.getByRole('button');
  const expected = await listed(`kind=seizure&subtype=${await drug.innerText()}`);
  await expect(row.getByRole('cell').first()).toHaveText(String(expected.length));

  const saving = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'CSV: Seizures by drug' }).press('Enter');
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('drugs.csv');
  const text = readFileSync(await saved.path(), 'utf8');
  expect(text).toContain(`\r\n${await drug.innerText()},${expected.length},`);

  await expect(panel.getByRole('table', { name: 'Weekday and hour' })).toBeVisible();
  const name = await drug.innerText();
  await drug.press('Enter');
  await expect.poll(() => shownTotal(page)).toBe(expected.length);

  const bar = panel.locator('[data-type="years"] [data-bar]').last();
  const year = (await bar.textContent())?.slice(0, 4) ?? '';
  const ofYear = await listed(`subtype=${name}&kind=seizure&from=${year}-01-01&to=${year}-12-31`);
  await bar.click();
  await expect.poll(() => shownTotal(page)).toBe(ofYear.length);
  await page.goBack();
  await expect.poll(() => shownTotal(page)).toBe(expected.length);
  const cell = panel.getByRole('row', { name: year }).getByRole('cell').first();
  await cell.getByRole('button').press('Enter');
  await expect.poll(() => shownTotal(page)).toBe(ofYear.length);
});

test('regions are browsed by keyboard, each with what it would give, and one too many is refused aloud', async ({
  mapAt,
}) => {
  const page = await mapAt(`${server.baseUrl}/en?tab=filters&r=21004`);
  const hidden = overviewOf(page).getByText('may lie in the chosen regions');
  await expect(hidden).toBeVisible();
  const brussels = panel(page).getByRole('checkbox', { name: 'Brussels (Region)' });
  const expected = (await listed('region=BE-BRU')).length;
  await expect.poll(() => countOf(brussels)).toBe(expected);
  await brussels.press('Space');
  await expect.poll(() => regionsInAddress(page)).toEqual(['21004', 'BE-BRU']);
  await expect.poll(() => shownTotal(page)).toBe(expected);
  await expect(hidden).toHaveCount(0);
  const pageOfBrussels = page.getByRole('link', { name: 'Page of Brussels (Region)' });
  await expect(pageOfBrussels).toHaveCount(2);
  for (const link of await pageOfBrussels.all()) {
    await expect(link).toHaveAttribute('href', '/en/region/BE-BRU');
  }
  const unfold = panel(page).getByRole('button', { name: 'What lies in Antwerp (province)' });
  await unfold.press('Enter');
  await expect(unfold).toHaveAttribute('aria-expanded', 'true');
  await expect(panel(page).getByRole('checkbox', { name: 'Antwerp (municipality)' })).toBeVisible();

  const forty = REGIONS.filter(({ type }) => type === 'port').slice(0, 40);
  await mapAt(`${server.baseUrl}/en?r=${forty.map(({ code }) => code).join('.')}`);
  await page.getByRole('combobox', { name: 'Region or port' }).fill('molenbeek');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('At most 40 regions at once')).toBeVisible();
  expect(regionsInAddress(page)).toHaveLength(40);
});

test('areas are shaded by records per km² where boundaries were imported, and nowhere else', async ({
  page,
}) => {
  const address = `${server.baseUrl}/en?c=4.34,50.83,11`;
  const offered = page.getByRole('checkbox', { name: /^Areas shaded by records/ });
  const openLegend = async () => {
    await openMap(page, address);
    await page.getByText('Legend and layers').press('Enter');
    await expect(page.getByRole('checkbox', { name: /^Grid of counts/ })).toBeVisible();
  };
  await openLegend();
  await expect(offered).toHaveCount(0);

  const options = { key: null, object: null, isMerged: false };
  const { shapes } = readBoundaries(JSON.stringify(twoSquares()), options);
  const { topology, toleranceMetres } = buildTopology(shapes);
  const whose = { source: 'Example office, 2026', licence: 'Example licence', toleranceMetres };
  await call(server, 'PUT', '/api/v1/boundaries', { ...whose, topology });
  const densities = await Promise.all(
    topology.objects.regions.geometries.map(async ({ properties: { code, km2 } }) => {
      return (await listed(`region=${code}`)).length / km2;
    }),
  );
  await openLegend();
  await expect(page.getByText('Boundaries: Example office, 2026. Example licence')).toBeVisible();
  await expect(page.locator('.maplibregl-ctrl-attrib')).toContainText('Example office, 2026');
  await offered.press('Space');
  await expect(page).toHaveURL(/[?&]show=density/);
  await expect(page.getByText('Records per km², by municipality')).toBeVisible();
  await expect(page.getByText('Not drawn while areas are shaded')).toBeVisible();
  const classes = page.getByRole('listitem').filter({ hasText: /^[\d.]+ to under [\d.]+$/ });
  await expect(classes).toHaveCount(2);
  const limits = (await classes.allInnerTexts()).map((text) =>
    text.split(' to under ').map(Number),
  );
  for (const density of densities) {
    expect(
      limits.filter(([from = 0, to = 0]) => density >= from && density < to),
      String(density),
    ).toHaveLength(1);
  }

  // The same in words, the densest first.
  await page.getByText('As a table: 2 areas').press('Enter');
  const table = page.getByRole('table', { name: 'Records per km², by municipality' });
  const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  const said = densities.toSorted((a, b) => b - a).map((value) => written.format(value));
  await expect(table.locator('tbody td:last-child')).toHaveText(said);

  await offered.press('Space');
  await expect(page).not.toHaveURL(/show=/);
  await call(server, 'DELETE', '/api/v1/boundaries');
});
