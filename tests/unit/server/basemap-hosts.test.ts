import { pino } from 'pino';
import { expect, it } from 'vitest';
import { readBasemapHosts } from '@/lib/server/basemap-hosts';

const STYLE = 'https://style.example/day/style.json';
const log = pino({ enabled: false });

/** The origins of a style whose files are given by address. */
function hostsOf(files: Record<string, unknown>): Promise<string[]> {
  const load = async (address: string | URL | Request) => {
    const body = files[String(address)];
    return new Response(JSON.stringify(body ?? null), { status: body ? 200 : 404 });
  };
  const basemap = { kind: 'style', url: STYLE, darkUrl: null } as const;
  return readBasemapHosts(basemap, log, load as typeof fetch);
}

it('names every host that a style loads from, by its own words or by relative ones', async () => {
  const hosts = await hostsOf({
    [STYLE]: {
      glyphs: 'https://glyphs.example/{fontstack}/{range}.pbf',
      sprite: [{ id: 'default', url: 'https://sprites.example/day' }],
      sources: {
        described: { url: '../tiles.json' },
        listed: { tiles: ['https://tiles.example/{z}/{x}/{y}.pbf'] },
        drawn: { data: 'https://shapes.example/lines.geojson' },
        inline: { data: { type: 'FeatureCollection', features: [] } },
        archive: { url: 'pmtiles://https://archive.example/map.pmtiles' },
      },
    },
    'https://style.example/tiles.json': { tiles: ['https://far.example/{z}/{x}/{y}.pbf'] },
  });
  expect(hosts.toSorted()).toEqual([
    'https://archive.example',
    'https://far.example',
    'https://glyphs.example',
    'https://shapes.example',
    'https://sprites.example',
    'https://style.example',
    'https://tiles.example',
  ]);
});

it('keeps the other hosts where one source cannot be read', async () => {
  const hosts = await hostsOf({
    [STYLE]: {
      sources: {
        broken: { url: 'https://gone.example/tiles.json' },
        listed: { tiles: ['https://tiles.example/{z}/{x}/{y}.pbf'] },
      },
    },
  });
  expect(hosts).toContain('https://tiles.example');
  expect(hosts).toContain('https://gone.example');
});

it('leaves the style’s own host where the style cannot be read', async () => {
  expect(await hostsOf({})).toEqual(['https://style.example']);
});
