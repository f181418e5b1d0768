import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { namedFlavor } from '@protomaps/basemaps';
import { emptyGlyphs, pmtilesArchive, vectorTile } from '../support/map-fixtures';
import { mapOf, openMap, watchFaults } from '../support/map-page';
import { type Source, serveSource } from '../support/serve-source';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { leaveMapsUndrawn } from '../support/undrawn-map';

const LAND = '#2fae66';
const NIGHT_LAND = '#7a3fae';
/** A place without a record, a label or a figure in the middle of the map. */
const QUIET_PLACE = 'c=5.412,50.171,11&hide=areas.concentrations.figures&theme=light';
const PIECE_PX = 24;
const COLOUR_TOLERANCE = 12;

// Colours are read from single pixels.
test.use({ deviceScaleFactor: 1 });

const folder = temporaryFolder('basemap');
const servers: SpawnedServer[] = [];
test.afterAll(async () => {
  for (const server of servers) await server.stop();
  folder.remove();
});

async function startServer(options: Parameters<typeof spawnServer>[0]): Promise<SpawnedServer> {
  const server = await spawnServer(options);
  servers.push(server);
  return server;
}

function styleOf(tiles: Source, glyphs: Source, land: string): object {
  return {
    version: 8,
    glyphs: `${glyphs.origin}/{fontstack}/{range}.pbf`,
    sources: {
      streets: {
        type: 'vector',
        tiles: [`${tiles.origin}/{z}/{x}/{y}.pbf`],
        maxzoom: 14,
        attribution: 'Streets of the test',
      },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': '#123456' } },
      {
        id: 'land',
        type: 'fill',
        source: 'streets',
        'source-layer': 'land',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': land, 'fill-antialias': false },
      },
      {
        id: 'names',
        type: 'symbol',
        source: 'streets',
        'source-layer': 'land',
        layout: { 'text-field': ['get', 'name'], 'text-font': ['Test Sans Regular'] },
      },
    ],
  };
}

/** Mean colour of a piece of the map beside its middle, as red, green, blue. */
async function colourOf(page: Page): Promise<number[]> {
  const box = await mapOf(page).boundingBox();
  if (!box) throw new Error('the map has no size');
  const picture = await page.screenshot({
    clip: {
      x: box.x + box.width * 0.4,
      y: box.y + box.height * 0.6,
      width: PIECE_PX,
      height: PIECE_PX,
    },
  });
  return page.evaluate(
    async ([base64, size]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = size;
      canvas.height = size;
      const context = canvas.getContext('2d');
      if (!context) throw new Error('the browser draws no picture');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, size, size);
      return [0, 1, 2].map((channel) => {
        let sum = 0;
        for (let at = channel; at < data.length; at += 4) sum += data[at] ?? 0;
        return sum / (size * size);
      });
    },
    [picture.toString('base64'), PIECE_PX] as const,
  );
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** How far a piece of the map is from a colour, in the worst channel, of 255. */
async function distanceTo(page: Page, colour: string): Promise<number> {
  const shown = await colourOf(page);
  return Math.max(...channels(colour).map((value, at) => Math.abs(value - (shown[at] ?? 0))));
}

async function policyOf(server: SpawnedServer): Promise<Record<string, string>> {
  const answer = await fetch(`${server.baseUrl}/en`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
}

test('a style, its tiles and its glyphs may lie on three hosts, and the policy names just these', async ({
  page,
}) => {
  const tiles = await serveSource(() => ({
    type: 'application/x-protobuf',
    body: vectorTile('land', 'name', 'Example Street'),
  }));
  const glyphs = await serveSource((path) => {
    const [, stack = '', file = ''] = path.split('/');
    return {
      type: 'application/x-protobuf',
      body: emptyGlyphs(stack, file.replace('.pbf', '')),
    };
  });
  const style = await serveSource((path) => ({
    type: 'application/json',
    body: JSON.stringify(styleOf(tiles, glyphs, path === '/night.json' ? NIGHT_LAND : LAND)),
  }));
  const server = await startServer({
    pages: true,
    environment: { BASEMAP: `${style.origin}/style.json ${style.origin}/night.json` },
  });

  const policy = await policyOf(server);
  const origins = [style.origin, tiles.origin, glyphs.origin];
  expect(new Set(policy['connect-src']?.split(' '))).toEqual(new Set(["'self'", ...origins]));
  for (const origin of origins) expect(policy['script-src']).not.toContain(origin);

  const faults = watchFaults(page);
  await openMap(page, `${server.baseUrl}/en?${QUIET_PLACE}`);
  await expect.poll(() => distanceTo(page, LAND)).toBeLessThan(COLOUR_TOLERANCE);
  await expect(page.getByText('Streets of the test')).toBeVisible();
  expect(tiles.asked.some((path) => /^\/\d+\/\d+\/\d+\.pbf$/.test(path))).toBe(true);
  expect(glyphs.asked).toContain('/Test Sans Regular/0-255.pbf');
  expect(style.asked.length).toBeGreaterThanOrEqual(2);

  await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
  await expect.poll(() => distanceTo(page, NIGHT_LAND)).toBeLessThan(COLOUR_TOLERANCE);
  expect(faults).toEqual([]);
  expect(server.output()).not.toContain('could not be read');

  for (const source of [style, tiles, glyphs]) await source.close();
});

test('a PMTiles file on this machine is served and read by ranges and drawn', async ({ page }) => {
  const file = join(folder.path, 'streets.pmtiles');
  writeFileSync(file, pmtilesArchive(vectorTile('earth', 'kind', 'earth'), 3));
  const server = await startServer({
    pages: true,
    environment: { BASEMAP: file },
  });
  expect((await policyOf(server))['connect-src']).toBe("'self'");

  const faults = watchFaults(page);
  const answers: { range: string | undefined; status: number }[] = [];
  page.on('response', (answer) => {
    if (answer.url().endsWith('.pmtiles'))
      answers.push({ range: answer.request().headers().range, status: answer.status() });
  });
  await openMap(page, `${server.baseUrl}/en?${QUIET_PLACE}`);

  const { earth } = namedFlavor('white');
  await expect.poll(() => distanceTo(page, earth)).toBeLessThan(COLOUR_TOLERANCE);
  await expect(page.getByRole('link', { name: 'Protomaps' })).toBeVisible();
  expect(answers.length).toBeGreaterThan(0);
  for (const { range, status } of answers) {
    expect(range).toMatch(/^bytes=\d+-\d+$/);
    expect(status).toBe(206);
  }
  expect(faults).toEqual([]);
});

test('a style that cannot be had leaves the embedded map, a warning in the log, and a page that works', async ({
  page,
}) => {
  const gone = await serveSource(() => ({ type: 'text/plain', body: 'no style' }));
  const server = await startServer({
    pages: true,
    environment: { BASEMAP: `${gone.origin}/style.json` },
  });
  expect(server.output()).toContain('could not be read');
  await leaveMapsUndrawn(page.context());
  await openMap(page, `${server.baseUrl}/en?${QUIET_PLACE}`);
  await expect(
    page.getByRole('link', { name: 'GeoNames' }).or(page.getByText('GeoNames')).first(),
  ).toBeVisible();
  await gone.close();
});
